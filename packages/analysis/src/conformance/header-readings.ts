import { REUSED_CONNECTION_CLOSED, type RequestRecord, readWorkloadContext } from "@wa-routing/protocol";
import type { RequestTrace } from "../evidence/request-trace.ts";

/** The rows of default-workload, as the router's log says that it read them. */
export interface HeaderReadings {
  readonly compared: number;
  readonly mismatches: readonly string[];
  readonly refused: readonly string[];
  /** Rows that were answered 4xx, other than 429: refused for what they are, whatever became of the run. */
  readonly answered4xx: number;
}

const MAX_EXAMPLES = 10;

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
    .filter(({ record }) => record.outcome !== "completed" && !isLostOnTheWay(record))
    .map(({ record }) =>
      `${record.workload}: ${record.outcome} (${record.errorCode}) ${record.errorText ?? ""}`.trim(),
    );
  return {
    compared,
    mismatches: mismatches.slice(0, MAX_EXAMPLES),
    refused: refused.slice(0, MAX_EXAMPLES),
    answered4xx: judged.filter(({ record: { status } }) => status !== null && isRefusal(status)).length,
  };
}

/** The router blames the request. 429 blames the load. */
function isRefusal(status: number): boolean {
  return status >= 400 && status < 500 && status !== 429;
}

/** Lost whatever its header was: on this machine, or on a connection that had been idle for too long. */
function isLostOnTheWay({ outcome, errorCode }: RequestRecord): boolean {
  return outcome === "local" || errorCode === REUSED_CONNECTION_CLOSED;
}
