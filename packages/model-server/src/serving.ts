import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { type Random, seededRandom } from "@wa-routing/protocol";
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import type { Arrival, ArrivalLog } from "./arrival-log.ts";
import {
  bodySchemas,
  type CompletionPath,
  closingEvents,
  completionBody,
  type Generation,
  generatedTokens,
  tokenEvent,
} from "./completion.ts";
import { loopbackOnly } from "./loopback-only.ts";
import type { ResolvedModelServerOptions } from "./model-server-options.ts";
import { serverLimits } from "./server-limits.ts";
import type { ServerMetrics } from "./server-metrics.ts";
import type { Slots } from "./slots.ts";

const DEFAULT_MAX_TOKENS = 16;

/** No requests to a model: what is sent there is no arrival. */
const CONTROLS = new Set(["/pause", "/resume"]);

/** What can be changed while the server runs. */
export type Tuning = Pick<ResolvedModelServerOptions, "ttftMs" | "itlMs" | "failures">;

/** What the serving side is made of. */
export interface ServingParts {
  readonly options: ResolvedModelServerOptions;
  readonly tuning: Tuning;
  readonly arrivals: ArrivalLog;
  readonly slots: Slots;
  readonly metrics: ServerMetrics;
}

/** The OpenAI side of a model server: completions, models, health, metrics. */
export function createServing({ options, tuning, arrivals, slots, metrics }: ServingParts): FastifyInstance {
  const app = Fastify({ ...serverLimits(options.bodyTimeoutMs), bodyLimit: 16 * 1024 * 1024 });
  const random = seededRandom(options.seed);
  const arrived = new WeakMap<IncomingMessage, Arrival>();
  const served = [...options.models, ...options.loraNames];
  let requests = 0;
  let concurrency = 0;

  const complete = async (path: CompletionPath, request: FastifyRequest, reply: FastifyReply) => {
    const body = bodySchemas[path].safeParse(request.body);
    const model = body.success ? body.data.model : null;
    arrivals.record(arrived.get(request.raw) as Arrival, request.raw, model);
    if (!body.success) return refuse(reply, 400, "BadRequestError", firstProblem(body.error.issues));
    if (!served.includes(body.data.model)) {
      return refuse(reply, 404, "NotFoundError", `The model \`${body.data.model}\` does not exist.`);
    }
    if (slots.waiting >= options.maxWaitingRequests) return refuse(reply, 429, "RateLimitError", "queue is full");
    const failure = fails(tuning, random) ? tuning.failures : null;
    if (failure?.kind === "reset") return void request.raw.socket.destroy();
    if (failure?.kind === "hang") return await new Promise(() => undefined);
    if (failure?.kind === "status") return refuse(reply, failure.status ?? 500, "InternalServerError", "injected");

    requests += 1;
    const maxTokens = body.data.max_tokens ?? body.data.max_completion_tokens ?? DEFAULT_MAX_TOKENS;
    const generation: Generation = {
      path,
      id: `cmpl-${options.name}-${requests}`,
      model: body.data.model,
      promptTokens: 1,
      tokens: generatedTokens(maxTokens, options.seed + requests),
      created: 0,
    };
    const left = leaving(reply.raw, options.keepAborted);
    try {
      await slots.enter(left);
    } catch {
      return reply.hijack(); // Its client has left: nobody is answered.
    }
    try {
      if (body.data.stream !== true) {
        const serviceMs = tuning.ttftMs + tuning.itlMs * (maxTokens - 1);
        if (serviceMs > 0) await delay(serviceMs, undefined, { signal: left });
        return reply.send(completionBody(generation));
      }
      await stream(generation, body.data.stream_options?.include_usage === true, reply, left);
      return reply;
    } catch (error) {
      if (!left.aborted) throw error;
      return reply.hijack();
    } finally {
      slots.leave();
    }
  };

  const stream = async (generation: Generation, includeUsage: boolean, reply: FastifyReply, left: AbortSignal) => {
    reply.hijack();
    const { raw } = reply;
    if (tuning.ttftMs > 0) await delay(tuning.ttftMs, undefined, { signal: left });
    raw.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache" });
    for (let index = 0; index < generation.tokens.length; index++) {
      if (index > 0 && tuning.itlMs > 0) await delay(tuning.itlMs, undefined, { signal: left });
      raw.write(tokenEvent(generation, index));
    }
    raw.end(closingEvents(generation, includeUsage));
  };

  app.addHook("onRequest", (request, reply, done) => {
    if (request.method === "POST" && !CONTROLS.has(request.url.split("?", 1)[0] ?? "")) {
      concurrency += 1;
      arrived.set(request.raw, arrivals.arrive(concurrency));
      reply.raw.once("close", () => {
        concurrency -= 1;
      });
    }
    done();
  });
  app.setErrorHandler((error: { statusCode?: number; message: string }, request, reply) => {
    const arrival = arrived.get(request.raw);
    if (arrival !== undefined) arrivals.record(arrival, request.raw, null);
    return refuse(reply, error.statusCode ?? 500, "BadRequestError", error.message);
  });
  for (const path of Object.keys(bodySchemas) as CompletionPath[]) {
    app.post(path, (request, reply) => complete(path, request, reply));
  }
  app.get("/v1/models", () => ({
    object: "list",
    data: served.map((id) => ({ id, object: "model", created: 0, owned_by: "wa-routing" })),
  }));
  // As vLLM's development mode: the scheduler stops, and requests are kept.
  app.post("/pause", { onRequest: loopbackOnly(app) }, (request, reply) => {
    const mode = (request.query as { mode?: unknown }).mode;
    if (mode !== "keep")
      return refuse(reply, 400, "BadRequestError", "mode: expected keep, the only one there is here");
    slots.paused = true;
    return { status: "paused" };
  });
  app.post("/resume", { onRequest: loopbackOnly(app) }, () => {
    slots.paused = false;
    return { status: "resumed" };
  });
  app.get("/is_paused", () => ({ is_paused: slots.paused }));
  app.get("/health", () => "");
  app.get("/metrics", async (_request, reply) => reply.type(metrics.contentType).send(await metrics.page()));
  return app;
}

/** Aborted once the client of an answer has left before its end; never, where such requests are kept. */
function leaving(response: ServerResponse, keepAborted: boolean): AbortSignal {
  const left = new AbortController();
  const onClose = () => {
    if (!response.writableFinished) left.abort();
  };
  if (keepAborted) return left.signal;
  if (response.destroyed) onClose();
  else response.once("close", onClose);
  return left.signal;
}

function fails({ failures }: Tuning, random: Random): boolean {
  return failures !== null && random() < failures.rate;
}

/** An error in vLLM's own shape. */
function refuse(reply: FastifyReply, status: number, type: string, message: string) {
  return reply.code(status).send({ object: "error", message, type, param: null, code: status });
}

function firstProblem(issues: readonly { path: PropertyKey[]; message: string }[]): string {
  const [issue] = issues;
  return `${issue?.path.join(".") || "body"}: ${issue?.message ?? "invalid"}`;
}
