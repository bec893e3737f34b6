import type { RequestRecord } from "@wa-routing/protocol";
import { CORRELATION_HEADER, OBJECTIVE_HEADER, WORKLOAD_CONTEXT_HEADER } from "@wa-routing/protocol/sending";
import { Pool } from "undici";
import { withoutSecrets } from "./address.ts";
import { headerLines, invalid, resolveClientOptions, type WorkloadClientOptions } from "./client-options.ts";
import { type ChatRequest, type CompletionRequest, chatContent, completionContent } from "./client-request.ts";
import { exchange } from "./exchange.ts";
import { OneConnection } from "./one-connection.ts";
import { createTransport } from "./transport.ts";

// Less than any server is known to keep one without saying so (uvicorn: 5 s).
const IDLE_MS = 4000;
const DEFAULT_MAX_TOKENS = 16;

/** A client for OpenAI-compatible gateways that says who sends a request, and how much it matters. */
export interface WorkloadClient extends AsyncDisposable {
  /** One completion. A failed request is a record with its outcome; only a wrong option rejects. */
  complete(request: CompletionRequest): Promise<RequestRecord>;
  /** One chat completion. */
  chat(request: ChatRequest): Promise<RequestRecord>;
  close(): Promise<void>;
}

let clients = 0;

/**
 * Creates a client for one gateway. Connections are kept alive, idle ones for as long as the server says, or 4 s; as
 * many are opened as requests are under way.
 *
 * Each request carries its id in three headers, so that it can be found again at the model server and in a router's log whose
 * proxy replaces request ids: `x-wa-routing-id`, `x-request-id` and `x-gateway-inference-objective`.
 *
 * @throws WaRoutingError `CLIENT_OPTION_INVALID`, or `WORKLOAD_CONTEXT_UNWRITABLE`.
 */
export function createWorkloadClient(written: WorkloadClientOptions): WorkloadClient {
  const options = resolveClientOptions(written);
  const { origin, originMs } = options;
  const transport = options.oneConnection
    ? new OneConnection(origin)
    : (options.dispatcher ??
      createTransport(options, {
        connections: options.connections,
        pipelining: 1,
        headersTimeout: 0,
        bodyTimeout: 0,
        // Where the server says how long it keeps an idle connection, undici keeps it for less.
        keepAliveTimeout: IDLE_MS,
      }));
  if (typeof transport.dispatch !== "function") {
    throw invalid(
      "dispatcher",
      undefined,
      "undici's own, which Node and Deno load; Bun puts one without dispatch in its place",
    );
  }
  const takesLines = transport instanceof Pool;
  const clean = (text: string) => withoutSecrets(text, options.ownHeaders);
  const name = `c${++clients}-${Math.floor(performance.timeOrigin).toString(36)}`;
  const ownModel = JSON.stringify(options.model);
  let sequence = 0;

  // The content is JSON text: putting texts together is several times faster than spreading objects into one.
  const send = (path: string, request: CompletionRequest | ChatRequest, content: string): Promise<RequestRecord> => {
    const { labels = {}, stream = false, timeoutMs = options.timeoutMs, maxTokens = DEFAULT_MAX_TOKENS } = request;
    const model = request.model ?? options.model;
    if (model === null)
      throw invalid("model", undefined, "the name of a model, in the client's or the request's options");
    if (!Number.isInteger(maxTokens) || maxTokens < 1)
      throw invalid("maxTokens", maxTokens, "a whole number of 1 or more");
    const id = request.id ?? `${name}-${sequence}`;
    const contextHeaders = request.contextHeaders ?? options.contextHeaders;
    const headers = [
      ...options.headers,
      "content-type",
      "application/json",
      CORRELATION_HEADER,
      id,
      "x-request-id",
      id,
    ];
    if (options.sendObjective) headers.push(OBJECTIVE_HEADER, id);
    for (const line of contextHeaders) headers.push(WORKLOAD_CONTEXT_HEADER, line);
    const modelText = model === options.model ? ownModel : JSON.stringify(model);
    if (request.headers !== undefined) headers.push(...headerLines("headers", request.headers));
    const body = `{"model":${modelText},${content},"max_tokens":${JSON.stringify(maxTokens)}${stream ? STREAMED : ""}}`;
    const sendMs = performance.now() - originMs;
    const arrivalMs = request.arrivalMs ?? sendMs;
    const record: RequestRecord = {
      sequence: sequence++,
      id,
      trial: labels.trial ?? null,
      arm: labels.arm ?? null,
      stepIndex: labels.stepIndex ?? 0,
      primed: labels.primed ?? false,
      workload: labels.workload ?? options.workload?.id ?? "",
      workloadId: labels.workloadId === undefined ? (options.workload?.id ?? null) : labels.workloadId,
      criticality: labels.criticality ?? options.workload?.criticality ?? 3,
      contextHeaders: contextHeaders as string[],
      ...(request.headers === undefined ? {} : { headers: lowerCased(request.headers) }),
      arrivalMs,
      sendMs,
      latenessMs: sendMs - arrivalMs,
      headersMs: null,
      firstTokenMs: null,
      endMs: sendMs,
      tokenMs: null,
      outcome: "transport",
      status: null,
      errorCode: null,
      errorText: null,
      requestId: null,
      completionTokens: null,
    };
    return exchange(transport, {
      origin,
      path: `${options.pathPrefix}${path}`,
      headers: takesLines ? headers : headersByName(headers),
      clean,
      body,
      stream,
      keepText: request.keepText ?? false,
      onToken: request.onToken,
      timeoutMs,
      signal: request.signal,
      originMs,
      record,
    });
  };

  const close = () => (options.dispatcher === null ? transport.destroy() : Promise.resolve());
  return {
    complete: (request) => settled(() => send("/v1/completions", request, completionContent(request))),
    chat: (request) => settled(() => send("/v1/chat/completions", request, chatContent(request))),
    close,
    [Symbol.asyncDispose]: close,
  };
}

const STREAMED = ',"stream":true,"stream_options":{"include_usage":true}';

/** Lines of one name as a list, in their order. */
function headersByName(lines: readonly string[]): Record<string, string | string[]> {
  const found: Record<string, string | string[]> = {};
  for (let index = 0; index < lines.length; index += 2) {
    const [name = "", value = ""] = lines.slice(index, index + 2);
    const earlier = found[name];
    found[name] = earlier === undefined ? value : [earlier, value].flat();
  }
  return found;
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** A wrong option rejects; without the cost of an async function for each request. */
function settled<Value>(begin: () => Promise<Value>): Promise<Value> {
  try {
    return begin();
  } catch (error) {
    return Promise.reject(error);
  }
}
