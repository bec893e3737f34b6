import {
  isSendersDoing,
  MADE_UP_WORKLOAD,
  REUSED_CONNECTION_CLOSED,
  type RequestRecord,
  readWorkloadContext,
  type WorkloadContextReading,
} from "@wa-routing/protocol";
import type { RequestTrace } from "../evidence/request-trace.ts";

/** What a router made of several header lines of one name, which RFC 9110 leaves open. */
export type LinesReading = "last-line" | "joined-lines";

/** The rows of default-workload, as the router's log says that it read them. */
export interface HeaderReadings {
  readonly compared: number;
  /** Requests that were read otherwise, or under an id that another one without a readable id has, too. */
  readonly misread: number;
  /** The first of them, as sentences; what they have in common comes first. */
  readonly mismatches: readonly string[];
  /** Requests with several header lines, by how they were read. Either is right: an intermediary may join them on the way. */
  readonly severalLines: Readonly<Record<LinesReading, number>>;
  /** Requests that were not served. */
  readonly unserved: number;
  /** The first of them, as sentences. */
  readonly refused: readonly string[];
  /** Rows that were answered 4xx, other than 429: refused for what they are, whatever became of the run. */
  readonly answered4xx: number;
}

type Extracted = NonNullable<RequestTrace["contextExtracted"]>;

const MAX_EXAMPLES = 10;

/** Whether the router read each header as its own rules say, or as one of the readings that are open. */
export function headerReadings(traces: readonly RequestTrace[]): HeaderReadings {
  const judged = traces.filter(({ record }) => record.trial !== null && !record.primed);
  const mismatches: string[] = [];
  const misread = new Set<RequestTrace>();
  const madeUp = new Map<string, RequestTrace[]>();
  const severalLines = { "last-line": 0, "joined-lines": 0 };
  let compared = 0;
  for (const trace of judged) {
    const { record, contextExtracted } = trace;
    if (contextExtracted === null) continue;
    compared += 1;
    const allowed = allowedReadings(record.contextHeaders);
    const seen = allowed.find(({ reading }) => isRead(contextExtracted, reading));
    if (seen === undefined) {
      misread.add(trace);
      mismatches.push(`${record.workload}: ${wordsOf(contextExtracted, allowed)}`);
    } else if (allowed.length > 1) {
      severalLines[seen.name] += 1;
    }
    if ((seen ?? allowed[0])?.reading.workloadId === null) {
      const { workloadId } = contextExtracted;
      const sharing = madeUp.get(workloadId);
      if (sharing === undefined) madeUp.set(workloadId, [trace]);
      else sharing.push(trace);
    }
  }
  const shared = [...madeUp.values()].filter(({ length }) => length > 1);
  if (shared.length > 0) {
    const sharing = shared.flat();
    for (const trace of sharing) misread.add(trace);
    mismatches.unshift(
      `${sharing.length} requests without a readable id share ${shared.length} ids; each should have one of its own`,
    );
  }
  const refused = judged
    .filter(({ record }) => record.outcome !== "completed" && !isLostOnTheWay(record))
    .map(({ record }) =>
      `${record.workload}: ${record.outcome} (${record.errorCode}) ${record.errorText ?? ""}`.trim(),
    );
  return {
    compared,
    misread: misread.size,
    mismatches: mismatches.slice(0, MAX_EXAMPLES),
    severalLines,
    unserved: refused.length,
    refused: refused.slice(0, MAX_EXAMPLES),
    answered4xx: judged.filter(({ record: { status } }) => status !== null && isRefusal(status)).length,
  };
}

interface AllowedReading {
  readonly name: LinesReading;
  readonly reading: WorkloadContextReading;
}

/**
 * What a router may read from header lines. One line has one reading. Of several a recipient may take the last, or the value that
 * they are when they are joined with commas, which is no JSON object and counts as no readable header.
 *
 * @see RFC 9110, 5.2 and 5.3
 */
function allowedReadings(lines: readonly string[]): readonly AllowedReading[] {
  const last: AllowedReading = { name: "last-line", reading: readWorkloadContext(lines.at(-1)) };
  return lines.length < 2 ? [last] : [last, { name: "joined-lines", reading: readWorkloadContext(lines.join(", ")) }];
}

function isRead({ workloadId, criticality }: Extracted, reading: WorkloadContextReading): boolean {
  const isIdRight =
    reading.workloadId === null ? workloadId.startsWith(MADE_UP_WORKLOAD) : workloadId === reading.workloadId;
  return isIdRight && criticality === reading.criticality;
}

function wordsOf({ workloadId, criticality }: Extracted, allowed: readonly AllowedReading[]): string {
  const given = allowed.map(({ reading }) => {
    const id =
      reading.workloadId === null
        ? `an id of the router's own (${MADE_UP_WORKLOAD}…)`
        : JSON.stringify(reading.workloadId);
    return `${id}, criticality ${reading.criticality}`;
  });
  return `read as ${JSON.stringify(workloadId)}, criticality ${criticality}; the rules give ${given.join(", or ")}`;
}

/** The router blames the request. 429 blames the load. */
function isRefusal(status: number): boolean {
  return status >= 400 && status < 500 && status !== 429;
}

/** Lost whatever its header was: on this machine, or given up there, or on a connection that had been idle for too long. */
function isLostOnTheWay({ outcome, errorCode }: RequestRecord): boolean {
  return isSendersDoing(outcome) || errorCode === REUSED_CONNECTION_CLOSED;
}
