import type { RequestRecord } from "@wa-routing/protocol";

/** From when the request was meant to be sent to its end, in ms: what a user waits, whatever delayed the sending. */
export function latencyFromArrivalMs({ endMs, arrivalMs }: RequestRecord): number {
  return endMs - arrivalMs;
}

/** From handing the request to the socket to its end, in ms. */
export function latencyFromSendMs({ endMs, sendMs }: RequestRecord): number {
  return endMs - sendMs;
}
