import type { FlowEvent, RequestRecord } from "@wa-routing/protocol";
import type { RequestTrace } from "./request-trace.ts";

/** How many requests timed out. */
export interface RequestTimeouts {
  /** At the client, at a proxy or in the router's queue, but not through the gate. */
  readonly requests: number;
  /** Of them those that the router's queue let expire. */
  readonly expiredInQueue: number;
  /** Those that may have waited too long because the run's own gate failed in their trial. */
  readonly byGate: number;
}

// The answer of the fork and of llm-d-router, with 429 or 503.
const ANSWER = /timed out in queue|TTL expired/i;
// Their words for it in `Flow control outcome`, at -v 4.
const OUTCOMES: ReadonlySet<string> = new Set(["EvictedTTL", "EvictedNoEndpoints"]);
// Gateway Timeout and Request Timeout: RFC 9110, 15.6.5 and 15.5.9.
const STATUSES: ReadonlySet<number | null> = new Set([504, 408]);

/** Counts the requests that timed out, by their client, by an answer, or by the router's log. */
export function requestTimeouts(
  traces: readonly Pick<RequestTrace, "record" | "requestId">[],
  events: readonly FlowEvent[] | null,
  isByGate: (record: RequestRecord) => boolean,
): RequestTimeouts {
  const logged = new Set(
    (events ?? []).flatMap((event) =>
      event.event === "outcome" && OUTCOMES.has(event.outcome) ? [event.requestId] : [],
    ),
  );
  let [requests, expiredInQueue, byGate] = [0, 0, 0];
  for (const { record, requestId } of traces) {
    if (record.outcome === "completed") continue;
    const isExpired =
      record.outcome !== "timed-out" && (logged.has(requestId ?? record.id) || ANSWER.test(record.errorText ?? ""));
    if (!isExpired && !isTimeout(record)) continue;
    if (isByGate(record)) {
      byGate += 1;
      continue;
    }
    requests += 1;
    if (isExpired) expiredInQueue += 1;
  }
  return { requests, expiredInQueue, byGate };
}

/** Whether a request's client gave it up, or was answered that somebody behind it did. */
export function isTimeout({ outcome, status }: Pick<RequestRecord, "outcome" | "status">): boolean {
  return outcome === "timed-out" || STATUSES.has(status);
}
