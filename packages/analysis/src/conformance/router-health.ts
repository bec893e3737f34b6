import { type FlowEvent, readWorkloadContext } from "@wa-routing/protocol";
import type { HeaderReadings, RouterHealth } from "../analysis.ts";
import type { RequestTrace } from "../evidence/request-trace.ts";

const MAX_EXAMPLES = 5;

// What a router logs as an error when a client goes away while it is served.
const CLIENT_ABORT = /context canceled|client disconnected|stream (reset|closed)|EOF/i;

/** Errors, restarts, and dispatches that the rest of the evidence contradicts. */
export function routerHealth(events: readonly FlowEvent[], traces: readonly RequestTrace[]): RouterHealth {
  const errors = events.flatMap((event) => (event.event === "error" ? [`line ${event.line}: ${event.text}`] : []));
  const aborted = errors.filter((text) => CLIENT_ABORT.test(text));
  const firstRequest = events.findIndex(({ event }) => event === "active-incremented" || event === "objective-missing");
  const restarts = events.filter(
    ({ event }, index) => event === "started" && firstRequest >= 0 && index > firstRequest,
  );
  const dispatched = traces.filter(({ logPoints }) => (logPoints.dispatched ?? 0) > 0);
  return {
    errors: errors.filter((text) => !CLIENT_ABORT.test(text)).slice(0, MAX_EXAMPLES),
    clientAborts: aborted.length,
    restarts: restarts.length,
    dispatchedTwice: dispatched
      .filter(({ logPoints }) => (logPoints.dispatched ?? 0) > 1)
      .slice(0, MAX_EXAMPLES)
      .map(({ record, logPoints }) => `${record.id} was logged as dispatched ${logPoints.dispatched} times`),
  };
}

/** Whether the router read each header as its own rules say. */
export function headerReadings(traces: readonly RequestTrace[]): HeaderReadings {
  const judged = traces.filter(({ record }) => record.trial !== null && !record.primed);
  const mismatches: string[] = [];
  let compared = 0;
  for (const { record, contextExtracted } of judged) {
    if (contextExtracted === null) continue;
    compared += 1;
    const expected = readWorkloadContext(record.contextHeaders.at(-1));
    const idIsRight =
      expected.workloadId === null
        ? contextExtracted.workloadId.startsWith("auto-")
        : contextExtracted.workloadId === expected.workloadId;
    if (idIsRight && contextExtracted.criticality === expected.criticality) continue;
    mismatches.push(
      `${record.workload}: read as ${JSON.stringify(contextExtracted.workloadId)}, criticality ${contextExtracted.criticality}; the rules give ${expected.workloadId === null ? "an id of the router's own" : JSON.stringify(expected.workloadId)}, criticality ${expected.criticality}`,
    );
  }
  const ids = judged.flatMap(({ contextExtracted, record }) =>
    contextExtracted !== null && readWorkloadContext(record.contextHeaders.at(-1)).workloadId === null
      ? [contextExtracted.workloadId]
      : [],
  );
  if (new Set(ids).size < ids.length) {
    mismatches.push(
      `${ids.length} requests without a readable id share ${new Set(ids).size} ids; each should have one of its own`,
    );
  }
  const refused = judged
    .filter(({ record }) => record.outcome !== "completed")
    .map(({ record }) =>
      `${record.workload}: ${record.outcome} (${record.errorCode}) ${record.errorText ?? ""}`.trim(),
    );
  return {
    compared,
    mismatches: mismatches.slice(0, 2 * MAX_EXAMPLES),
    refused: refused.slice(0, 2 * MAX_EXAMPLES),
    answered4xx: judged.filter(({ record: { status } }) => status !== null && isRefusal(status)).length,
  };
}

/** The router blames the request. 429 blames the load. */
function isRefusal(status: number): boolean {
  return status >= 400 && status < 500 && status !== 429;
}
