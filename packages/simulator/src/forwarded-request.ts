import type { IncomingMessage } from "node:http";
import { OBJECTIVE_HEADER } from "@wa-routing/protocol";
import type { ForwardedRequest } from "./forward.ts";

export const FAIRNESS_HEADER = "x-gateway-inference-fairness-id";
export const REWRITE_HEADER = "x-gateway-model-name-rewrite";
const NOT_PASSED_ON = new Set([
  FAIRNESS_HEADER,
  REWRITE_HEADER,
  OBJECTIVE_HEADER,
  "host",
  "connection",
  "keep-alive",
  "content-length",
  "transfer-encoding",
  "expect",
  "x-request-id",
  "x-gateway-destination-endpoint",
]);

/** Headers that go on to the model server: all but those that the router keeps for itself. */
export function passedHeaders({ rawHeaders }: IncomingMessage): string[] {
  const passed: string[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] as string;
    if (!NOT_PASSED_ON.has(name.toLowerCase())) passed.push(name, rawHeaders[index + 1] as string);
  }
  return passed;
}

/** The request as the model server gets it, with the model that the rewrite header names. */
export function forwardedRequest(
  message: IncomingMessage,
  body: Buffer,
  members: Record<string, unknown>,
  targetModel: string,
  requestId: string,
  url: string,
): ForwardedRequest {
  const rewritten =
    members.model === targetModel ? body : Buffer.from(JSON.stringify({ ...members, model: targetModel }));
  const { host } = new URL(url);
  const headers = [...passedHeaders(message), "x-request-id", requestId, "x-gateway-destination-endpoint", host];
  return { method: message.method ?? "POST", path: message.url ?? "/", headers, body: rewritten };
}
