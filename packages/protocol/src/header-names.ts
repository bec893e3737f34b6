import { WORKLOAD_CONTEXT_HEADER } from "./workload-context.ts";

/** Carries the client's id through any proxy to the model server. */
export const CORRELATION_HEADER = "x-wa-routing-id";

/**
 * Carries the client's id into the router's log: an unknown objective means priority 0 and is logged beside the request id.
 * Stripped before the model server.
 */
export const OBJECTIVE_HEADER = "x-gateway-inference-objective";

/** Headers that the client sets itself, or that belong to the connection. In lower case. */
export const RESERVED_HEADERS: ReadonlySet<string> = new Set([
  ...[WORKLOAD_CONTEXT_HEADER, CORRELATION_HEADER, OBJECTIVE_HEADER, "x-request-id"],
  ...["content-length", "content-type", "host"],
  ...["connection", "expect", "keep-alive", "transfer-encoding", "upgrade"],
]);

/** Whether a header's value is never to be shown, by its name. */
export function isSecretHeader(name: string): boolean {
  return /auth|cookie|key|secret|token/i.test(name);
}
