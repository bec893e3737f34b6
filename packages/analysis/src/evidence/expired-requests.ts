import type { FlowEvent, RequestRecord } from "@wa-routing/protocol";
import type { RequestTrace } from "./request-trace.ts";

// The answer of the fork and of llm-d-router, with 429 or 503.
const ANSWER = /timed out in queue|TTL expired/i;
// Their words for it in `Flow control outcome`, at -v 4.
const OUTCOMES: ReadonlySet<string> = new Set(["EvictedTTL", "EvictedNoEndpoints"]);

/** The requests that the router's queue let expire, by its answer or by its log; those that the client gave up before are not among them. */
export function expiredRequests(traces: readonly RequestTrace[], events: readonly FlowEvent[] | null): RequestRecord[] {
  const logged = new Set(
    (events ?? []).flatMap((event) =>
      event.event === "outcome" && OUTCOMES.has(event.outcome) ? [event.requestId] : [],
    ),
  );
  return traces
    .filter(({ record, requestId }) => {
      if (record.outcome === "completed" || record.outcome === "timed-out") return false;
      return logged.has(requestId ?? record.id) || ANSWER.test(record.errorText ?? "");
    })
    .map(({ record }) => record);
}
