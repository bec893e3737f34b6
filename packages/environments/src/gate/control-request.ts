import type { Address } from "@wa-routing/client";
import { isSecretHeader } from "@wa-routing/protocol";
import { httpText } from "../http-text.ts";

/** A request that closes or opens a gate. */
export interface ControlRequest {
  readonly method: "PUT" | "POST";
  readonly to: Address;
  readonly path: string;
  readonly json?: unknown;
}

/**
 * Sends requests to all model servers at once; their answers.
 *
 * @throws WaRoutingError `ENDPOINT_UNREACHABLE` or `ENDPOINT_REFUSED`, once all have been answered or have failed.
 */
export async function sendAll(requests: readonly ControlRequest[]): Promise<string[]> {
  const outcomes = await Promise.allSettled(requests.map(({ to, ...request }) => httpText(to, request)));
  const failed = outcomes.find((outcome) => outcome.status === "rejected");
  if (failed !== undefined) throw failed.reason;
  return outcomes.map((outcome) => (outcome as PromiseFulfilledResult<string>).value);
}

/** The same by hand, for a shell. What is secret has to be filled in. */
export function asCommand({ method, to, path, json }: ControlRequest): string {
  const headers = Object.entries(to.headers ?? {}).map(
    ([name, value]) => ` -H '${name}: ${isSecretHeader(name) ? "…" : value}'`,
  );
  const unverified = to.tls === undefined ? "" : " -k";
  const body = json === undefined ? "" : ` -H 'content-type: application/json' -d '${JSON.stringify(json)}'`;
  return `curl -X ${method}${unverified}${headers.join("")}${body} '${to.url}${path}'`;
}
