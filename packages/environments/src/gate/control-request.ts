import { httpText } from "../http-text.ts";

/** A request that closes or opens a gate. */
export interface ControlRequest {
  readonly method: "PUT" | "POST";
  readonly url: string;
  readonly json?: unknown;
}

/**
 * Sends requests to all model servers at once; their answers.
 *
 * @throws WaRoutingError `ENDPOINT_UNREACHABLE` or `ENDPOINT_REFUSED`, once all have been answered or have failed.
 */
export async function sendAll(requests: readonly ControlRequest[]): Promise<string[]> {
  const outcomes = await Promise.allSettled(requests.map(({ url, ...request }) => httpText(url, request)));
  const failed = outcomes.find((outcome) => outcome.status === "rejected");
  if (failed !== undefined) throw failed.reason;
  return outcomes.map((outcome) => (outcome as PromiseFulfilledResult<string>).value);
}

/** The same by hand, for a shell. */
export function asCommand({ method, url, json }: ControlRequest): string {
  const body = json === undefined ? "" : ` -H 'content-type: application/json' -d '${JSON.stringify(json)}'`;
  return `curl -X ${method}${body} '${url}'`;
}
