import type { Criticality } from "@wa-routing/protocol";
import {
  checkNames,
  type OptionNames,
  RESERVED_HEADERS,
  WaRoutingError,
  writeWorkloadContext,
} from "@wa-routing/protocol/sending";
import type { Dispatcher } from "undici";
import { checkAddress, rootOf, type TlsOptions } from "./address.ts";

/** What a client is made with. Only `baseUrl` is needed. */
export interface WorkloadClientOptions {
  /** `http://127.0.0.1:8081`, with a path in front of `/v1` where the gateway has one; `/v1` at its end may stand there or not. */
  readonly baseUrl: string;
  /** Sent as `X-Workload-Context` with every request that does not bring its own. */
  readonly workload?: { readonly id: string; readonly criticality: Criticality };
  /** Default for requests that name none. */
  readonly model?: string;
  /** From handing the request to the socket to the last byte of its answer, in ms. */
  readonly timeoutMs?: number;
  /** Most connections at a time; default: one for each request under way, so that none waits in the client. */
  readonly connections?: number | null;
  /** Sent with every request: `{ authorization: "Bearer …" }`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** How TLS is spoken: an authority of your own, a client's certificate. */
  readonly tls?: TlsOptions;
  /** Every request on one connection, by HTTP/2 without TLS, which the gateway must speak: they arrive in the order of their sending. No proxy is asked. */
  readonly oneConnection?: boolean;
  /**
   * Sends requests in place of the client's own connections, and is not closed with it: an agent of undici. `tls`, `connections` and
   * `oneConnection` are its affair. Default: connections of the client's own, through the proxy that `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` name.
   */
  readonly dispatcher?: Dispatcher;
  /** Whether the request's id also travels as `x-gateway-inference-objective`, which routers log beside their own id. */
  readonly sendObjective?: boolean;
  /** Zero of the records' times on performance.now(); default 0: they are on that clock itself. */
  readonly originMs?: number;
}

/** Options with every default in place. */
export interface ResolvedClientOptions {
  readonly url: string;
  readonly origin: string;
  readonly pathPrefix: string;
  readonly contextHeaders: readonly string[];
  readonly workload: { readonly id: string; readonly criticality: Criticality } | null;
  readonly model: string | null;
  readonly timeoutMs: number;
  readonly connections: number | null;
  readonly tls?: TlsOptions;
  readonly oneConnection: boolean;
  readonly dispatcher: Dispatcher | null;
  /** As written. */
  readonly ownHeaders: Readonly<Record<string, string>>;
  /** Names and values in turn. */
  readonly headers: readonly string[];
  readonly sendObjective: boolean;
  readonly originMs: number;
}

export const DEFAULT_TIMEOUT_MS = 60_000;

/**
 * Options with every default in place.
 *
 * @throws WaRoutingError `CLIENT_OPTION_INVALID`, or what {@link writeWorkloadContext} throws for the workload.
 */
export function resolveClientOptions(options: WorkloadClientOptions): ResolvedClientOptions {
  const { baseUrl, workload, timeoutMs = DEFAULT_TIMEOUT_MS, connections = null, headers = {} } = options;
  checkNames("createWorkloadClient", options, NAMES, "CLIENT_OPTION_INVALID");
  const url = checkAddress("baseUrl", baseUrl);
  if (!(Number.isFinite(timeoutMs) && timeoutMs > 0)) throw invalid("timeoutMs", timeoutMs, "ms, above 0");
  if (connections !== null && !(Number.isInteger(connections) && connections > 0)) {
    throw invalid("connections", connections, "an integer above 0, or null for no limit");
  }
  const { tls, oneConnection = false, dispatcher = null } = options;
  if (oneConnection && url.protocol !== "http:") {
    throw invalid("oneConnection", true, `false beside ${url.protocol}//: HTTP/2 is spoken without TLS there`);
  }
  const sender = dispatcher !== null ? "dispatcher" : oneConnection ? "oneConnection" : null;
  if (sender !== null) {
    const others = ["tls", "connections", "oneConnection"] as const;
    const idle = others.find((name) => name !== sender && options[name] !== undefined);
    if (idle !== undefined) throw invalid(idle, "given", `one of the two: beside ${sender} it does nothing`);
  }
  const sent = headerLines("headers", headers);
  return {
    url: rootOf(baseUrl),
    origin: url.origin,
    pathPrefix: rootOf(url.pathname),
    ...(tls === undefined ? {} : { tls }),
    oneConnection,
    dispatcher,
    ownHeaders: headers,
    contextHeaders:
      workload === undefined
        ? []
        : [writeWorkloadContext({ workloadId: workload.id, criticality: workload.criticality })],
    workload: workload ?? null,
    model: options.model ?? null,
    timeoutMs,
    connections,
    headers: sent,
    sendObjective: options.sendObjective ?? true,
    originMs: options.originMs ?? 0,
  };
}

const NAMES: OptionNames<WorkloadClientOptions> = {
  ...{ baseUrl: true, workload: true, model: true, timeoutMs: true, connections: true, headers: true, tls: true },
  ...{ dispatcher: true, sendObjective: true, originMs: true, oneConnection: true },
};

/**
 * Names and values in turn.
 *
 * @throws WaRoutingError `CLIENT_OPTION_INVALID` for a header that cannot be sent, or that the client sets itself.
 */
export function headerLines(field: string, headers: Readonly<Record<string, string>>): string[] {
  for (const [name, value] of Object.entries(headers)) {
    if (RESERVED_HEADERS.has(name.toLowerCase())) {
      throw invalid(`${field}.${name}`, value, "a header that the client does not set itself");
    }
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) throw invalid(field, name, "a header name without spaces");
    if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value))
      throw invalid(`${field}.${name}`, value, "a value in latin-1 without line breaks");
  }
  return Object.entries(headers).flat();
}

export function invalid(field: string, value: unknown, expected: string): WaRoutingError {
  return new WaRoutingError(`${field} is ${JSON.stringify(value)}, expected ${expected}`, {
    code: "CLIENT_OPTION_INVALID",
    field,
    value,
    expected,
  });
}
