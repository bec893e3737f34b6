import type { ServerResponse } from "node:http";
import { ARRIVALS_FROM_HEADER, ARRIVALS_LOG_HEADER, type ArrivalRecord } from "@wa-routing/protocol";
import Fastify, { type FastifyInstance, type FastifyReply } from "fastify";
import { z } from "zod";
import type { ArrivalLog } from "./arrival-log.ts";
import { bootId } from "./boot-id.ts";
import { loopbackOnly } from "./loopback-only.ts";
import type { ResolvedModelServerOptions } from "./model-server-options.ts";
import { serverLimits } from "./server-limits.ts";
import type { ServerMetrics } from "./server-metrics.ts";
import type { Tuning } from "./serving.ts";
import type { Slots } from "./slots.ts";

const gateSchema = z.strictObject({
  waitingRequests: z.int().min(0).nullable(),
  leaseSeconds: z.number().positive().max(3600).optional(),
});
const arrivalsSchema = z.strictObject({
  after: z.union([z.literal("now"), z.coerce.number<string>().int().min(-1)]).default(-1),
  follow: z.enum(["true", "false"]).default("false"),
});
const configSchema = z.strictObject({
  ttftMs: z.number().min(0).optional(),
  itlMs: z.number().min(0).optional(),
  slots: z.int().min(0).optional(),
  failures: z
    .strictObject({
      rate: z.number().min(0).max(1),
      kind: z.enum(["status", "hang", "reset"]),
      status: z.int().min(400).max(599).optional(),
    })
    .nullable()
    .optional(),
});

/** What the admin side is made of. */
export interface AdminParts {
  readonly arrivals: ArrivalLog;
  readonly metrics: ServerMetrics;
  readonly tuning: { -readonly [Key in keyof Tuning]: Tuning[Key] };
  readonly slots: Slots;
  readonly options: Pick<ResolvedModelServerOptions, "bodyTimeoutMs">;
}

/**
 * The admin side of a model server.
 *
 * `PUT /gate {"waitingRequests": 999, "leaseSeconds": 10}` overrides the waiting gauge, `null` gives it back, and so does the end of
 * the lease unless it is put again before; without a lease it stays. `GET /gate` says how often the metrics were read, and which boot of which kernel it runs on. `GET /arrivals?after=SEQUENCE|now&follow=true` streams ArrivalRecords, one JSON per line, and names its log and
 * its first sequence number in headers: a new name says that the model server has started anew. `POST /config` changes
 * latencies, slots and injected failures. On a loopback address only requests to a loopback name are served.
 */
export function createAdmin({ arrivals, metrics, tuning, slots, options }: AdminParts): FastifyInstance {
  const app = Fastify({ ...serverLimits(options.bodyTimeoutMs), forceCloseConnections: true });

  app.addHook("onRequest", loopbackOnly(app));
  app.get("/health", () => "");
  app.get("/gate", () => ({ ...metrics.gate(), bootId: bootId() }));
  app.put("/gate", (request, reply) => {
    const body = gateSchema.safeParse(request.body);
    if (!body.success)
      return refuse(
        reply,
        'a body like {"waitingRequests": 999, "leaseSeconds": 10} or {"waitingRequests": null}',
        body.error,
      );
    const { waitingRequests, leaseSeconds } = body.data;
    metrics.setWaitingRequests(waitingRequests, leaseSeconds === undefined ? null : leaseSeconds * 1000);
    return metrics.gate();
  });
  app.post("/config", (request, reply) => {
    const body = configSchema.safeParse(request.body);
    if (!body.success) return refuse(reply, "any of ttftMs, itlMs, slots, failures", body.error);
    const { ttftMs, itlMs, failures } = body.data;
    if (ttftMs !== undefined) tuning.ttftMs = ttftMs;
    if (itlMs !== undefined) tuning.itlMs = itlMs;
    if (failures !== undefined) tuning.failures = failures as Tuning["failures"];
    if (body.data.slots !== undefined) slots.limit = body.data.slots;
    return tuning;
  });
  app.get("/arrivals", (request, reply) => {
    const query = arrivalsSchema.safeParse(request.query);
    if (!query.success) return refuse(reply, "after=SEQUENCE or after=now, follow=true or follow=false", query.error);
    const from = query.data.after === "now" ? arrivals.nextSequence : query.data.after + 1;
    reply.hijack();
    reply.raw.writeHead(200, {
      "content-type": "application/x-ndjson",
      [ARRIVALS_LOG_HEADER]: arrivals.id,
      [ARRIVALS_FROM_HEADER]: from,
    });
    streamArrivals(arrivals, from, query.data.follow === "true", reply.raw);
    return reply;
  });
  return app;
}

function streamArrivals(arrivals: ArrivalLog, from: number, follow: boolean, response: ServerResponse): void {
  const known = arrivals.since(from);
  if (!follow) return void response.end(known.map(line).join(""));
  // An empty first write sends the headers, so that the follower knows that it follows.
  response.flushHeaders();
  if (known.length > 0) response.write(known.map(line).join(""));
  let pending = "";
  const stop = arrivals.follow((record) => {
    if (record.sequence < from) return;
    if (pending === "") {
      // One write per turn of the event loop: the log must not slow the serving.
      setImmediate(() => {
        response.write(pending);
        pending = "";
      });
    }
    pending += line(record);
  });
  response.once("close", stop);
}

function line(record: ArrivalRecord): string {
  return `${JSON.stringify(record)}\n`;
}

function refuse(reply: FastifyReply, expected: string, error: z.ZodError) {
  const found = error.issues.map(({ path, message }) => `${path.join(".") || "body"}: ${message}`).join("; ");
  return reply.code(400).send({ message: `expected ${expected}; found ${found}` });
}
