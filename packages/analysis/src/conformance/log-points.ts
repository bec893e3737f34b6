import { type FlowEvent, LOG_POINTS, type LogPoint } from "@wa-routing/protocol";
import type { JoinedEvidence } from "../evidence/join-evidence.ts";
import type { LinesByPoint, RequestTrace } from "../evidence/request-trace.ts";
import { isPlainHeader } from "../evidence/router-context.ts";
import { type UnwrittenPoints, unwrittenPoints } from "./unwritten-points.ts";

/** How completely the log points were written. */
export interface LogPointCounts {
  /** Lines of each point about requests of this scenario. */
  readonly lines: Readonly<Record<LogPoint, number>>;
  /** Of those, the ones that name no request: they were counted by their workload. */
  readonly unnamed: Readonly<Record<LogPoint, number>>;
  /** Completed requests of which the log says anything. */
  readonly requestsSeen: number;
  readonly requestsCompleted: number;
  /** Completed requests that were sent before the first of which the log says anything; 0 where its lines do not name requests. */
  readonly unseenFirst: number;
  /** The same, after the last. */
  readonly unseenLast: number;
  /** Of those seen, how many lack each point. */
  readonly lacking: Readonly<Record<LogPoint, number>>;
  /** Points that the router is known not to have written for some; null: none is. */
  readonly unwritten: UnwrittenPoints | null;
  /** Points with at least one line, of the six. */
  readonly pointsFound: number;
}

const POINTS = Object.keys(LOG_POINTS) as LogPoint[];

/**
 * Counts, for each completed request, which log points name it. Lines that name no request count for those of their workload: its
 * ids are fresh, so each of its requests must have one.
 */
export function countLogPoints(
  traces: readonly RequestTrace[],
  linesByWorkload: JoinedEvidence["linesByWorkload"] = new Map(),
  events: readonly FlowEvent[] = [],
): LogPointCounts {
  const completed = traces.filter(({ record }) => record.outcome === "completed");
  const groups =
    linesByWorkload.size === 0 ? [{ traces: completed, lines: {} }] : byWorkload(completed, linesByWorkload);
  const counted = groups.map(countGroup);
  const perPoint = (count: (point: LogPoint) => number) =>
    Object.fromEntries(POINTS.map((point) => [point, count(point)])) as Record<LogPoint, number>;
  const linesOf = (all: Iterable<LinesByPoint>, point: LogPoint) => {
    let sum = 0;
    for (const lines of all) sum += lines[point] ?? 0;
    return sum;
  };
  const named = traces.map(({ logPoints }) => logPoints);
  const lines = perPoint((point) => linesOf(named, point) + linesOf(linesByWorkload.values(), point));
  return {
    lines,
    unnamed: perPoint((point) => linesOf(linesByWorkload.values(), point)),
    requestsSeen: counted.reduce((sum, { seen }) => sum + seen, 0),
    requestsCompleted: completed.length,
    ...(linesByWorkload.size === 0 ? unseenAtEnds(completed) : { unseenFirst: 0, unseenLast: 0 }),
    lacking: perPoint((point) => counted.reduce((sum, { lacking }) => sum + lacking[point], 0)),
    unwritten: linesByWorkload.size === 0 ? unwrittenPoints(traces, events) : null,
    pointsFound: POINTS.filter((point) => lines[point] > 0).length,
  };
}

function unseenAtEnds(completed: readonly RequestTrace[]): Pick<LogPointCounts, "unseenFirst" | "unseenLast"> {
  const inTurn = completed.toSorted((a, b) => a.record.sequence - b.record.sequence);
  const first = inTurn.findIndex(isNamed);
  if (first === -1) return { unseenFirst: 0, unseenLast: 0 };
  return { unseenFirst: first, unseenLast: inTurn.length - 1 - inTurn.findLastIndex(isNamed) };
}

/** Whether any of its lines names it. */
function isNamed({ logPoints }: RequestTrace): boolean {
  return Object.keys(logPoints).length > 0;
}

/** Requests whose lines are counted together, and those lines of theirs that name none of them. */
interface Group {
  readonly traces: RequestTrace[];
  readonly lines: LinesByPoint;
}

function countGroup({ traces, lines }: Group): { readonly seen: number; readonly lacking: Record<LogPoint, number> } {
  const have = (point: LogPoint) => {
    const named = traces.filter(({ logPoints }) => (logPoints[point] ?? 0) > 0).length;
    return Math.min(traces.length, named + (lines[point] ?? 0));
  };
  const found = POINTS.map(have);
  const namedAtAll = traces.filter(isNamed).length;
  const seen = Math.max(namedAtAll, ...found);
  return {
    seen,
    lacking: Object.fromEntries(POINTS.map((point, index) => [point, seen - (found[index] as number)])) as Record<
      LogPoint,
      number
    >,
  };
}

/** By the id that the router says it read, or that was sent. Where it may have made one up that nobody knows, they are one group. */
function byWorkload(
  completed: readonly RequestTrace[],
  linesByWorkload: JoinedEvidence["linesByWorkload"],
): readonly Group[] {
  const groups = new Map<string | null, Group>();
  const groupOf = (id: string | null) => {
    const known = groups.get(id) ?? { traces: [], lines: {} };
    groups.set(id, known);
    return known;
  };
  for (const trace of completed) {
    const { contextExtracted, record } = trace;
    const isKnown = linesByWorkload.has(record.workloadId ?? "") || isPlainHeader(record);
    groupOf(contextExtracted?.workloadId ?? (isKnown ? record.workloadId : null)).traces.push(trace);
  }
  for (const [id, lines] of linesByWorkload) {
    const group = groups.get(id) ?? groupOf(null);
    for (const point of POINTS)
      if (lines[point] !== undefined) group.lines[point] = (group.lines[point] ?? 0) + lines[point];
  }
  return [...groups.values()];
}

/** Whether the log is whole: every completed request has every point, and no number of the router's own sequence is missing. */
export function isWhole({ requestsSeen, requestsCompleted, lacking }: LogPointCounts, missingSeq: number): boolean {
  return requestsSeen === requestsCompleted && missingSeq === 0 && Object.values(lacking).every((count) => count === 0);
}
