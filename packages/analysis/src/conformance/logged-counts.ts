import { type FlowEvent, LOG_POINTS, type LogPoint } from "@wa-routing/protocol";
import type { LinesByPoint } from "../evidence/request-trace.ts";
import type { LogPointCounts } from "./log-points.ts";

const POINTS = Object.keys(LOG_POINTS) as LogPoint[];

interface LoggedWorkload {
  readonly lines: LinesByPoint;
  readonly requests: Set<string>;
}

/** How completely a log has the log points, counted against itself: each workload's requests are those that the log tells of. */
export interface LoggedCounts extends LogPointCounts {
  readonly workloads: number;
}

/**
 * Counts the log points of a log for which no requests are recorded: by workload, which the first line that names both says of a
 * request, and else the line itself. A workload has as many requests as it has ids of them, or lines of the point that has the most.
 */
export function countLogged(events: readonly FlowEvent[]): LoggedCounts {
  const workloadOf = new Map<string, string>();
  for (const event of events) {
    if (!("workloadId" in event) || event.workloadId === null || event.requestId === null) continue;
    // A router may read one request as another workload each time: it stays one request, of the first.
    if (!workloadOf.has(event.requestId)) workloadOf.set(event.requestId, event.workloadId);
  }
  const workloads = new Map<string, LoggedWorkload>();
  const unnamed: LinesByPoint = {};
  for (const event of events) {
    if (!Object.hasOwn(LOG_POINTS, event.event) || !("workloadId" in event)) continue;
    const point = event.event as LogPoint;
    const { requestId } = event;
    const workload = entryOf(workloads, workloadOf.get(requestId ?? "") ?? event.workloadId ?? "");
    workload.lines[point] = (workload.lines[point] ?? 0) + 1;
    if (requestId === null) unnamed[point] = (unnamed[point] ?? 0) + 1;
    else workload.requests.add(requestId);
  }
  const all = [...workloads.values()];
  const perPoint = (count: (point: LogPoint) => number) =>
    Object.fromEntries(POINTS.map((point) => [point, count(point)])) as Record<LogPoint, number>;
  const sum = (of: (workload: LoggedWorkload) => number) => all.reduce((total, workload) => total + of(workload), 0);
  const lines = perPoint((point) => sum((workload) => workload.lines[point] ?? 0));
  const requests = sum(requestsOf);
  return {
    workloads: all.length,
    lines,
    unnamed: perPoint((point) => unnamed[point] ?? 0),
    requestsSeen: requests,
    ...{ unseenFirst: 0, unseenLast: 0 },
    requestsCompleted: requests,
    lacking: perPoint((point) => sum((workload) => Math.max(0, requestsOf(workload) - (workload.lines[point] ?? 0)))),
    unwritten: null,
    pointsFound: POINTS.filter((point) => lines[point] > 0).length,
  };
}

/** A score may be written several times for a request, so it tells of none. */
function requestsOf({ lines, requests }: LoggedWorkload): number {
  const counted = POINTS.filter((point) => point !== "score-computed").map((point) => lines[point] ?? 0);
  return Math.max(requests.size, ...counted);
}

function entryOf(workloads: Map<string, LoggedWorkload>, id: string): LoggedWorkload {
  const known = workloads.get(id) ?? { lines: {}, requests: new Set<string>() };
  workloads.set(id, known);
  return known;
}
