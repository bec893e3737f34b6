import { LOG_POINTS, type LogPoint } from "@wa-routing/protocol";
import type { RequestTrace } from "../evidence/request-trace.ts";

/** How completely the log points were written. */
export interface LogPointCounts {
  /** Lines of each point about requests of this scenario. */
  readonly lines: Readonly<Record<LogPoint, number>>;
  /** Completed requests of which the log says anything. */
  readonly requestsSeen: number;
  readonly requestsCompleted: number;
  /** Of those seen, how many lack each point. */
  readonly lacking: Readonly<Record<LogPoint, number>>;
  /** Points with at least one line, of the six. */
  readonly pointsFound: number;
}

const POINTS = Object.keys(LOG_POINTS) as LogPoint[];

/** Counts, for each completed request, which log points name it. */
export function countLogPoints(traces: readonly RequestTrace[]): LogPointCounts {
  const completed = traces.filter(({ record }) => record.outcome === "completed");
  const seen = completed.filter(({ logPoints }) => Object.keys(logPoints).length > 0);
  const perPoint = (count: (point: LogPoint) => number) =>
    Object.fromEntries(POINTS.map((point) => [point, count(point)])) as Record<LogPoint, number>;
  const lines = perPoint((point) => traces.reduce((sum, { logPoints }) => sum + (logPoints[point] ?? 0), 0));
  return {
    lines,
    requestsSeen: seen.length,
    requestsCompleted: completed.length,
    lacking: perPoint((point) => seen.filter(({ logPoints }) => (logPoints[point] ?? 0) === 0).length),
    pointsFound: POINTS.filter((point) => lines[point] > 0).length,
  };
}

/** Whether the log is whole: every completed request has every point, and no number of the router's own sequence is missing. */
export function isWhole({ requestsSeen, requestsCompleted, lacking }: LogPointCounts, missingSeq: number): boolean {
  return requestsSeen === requestsCompleted && missingSeq === 0 && Object.values(lacking).every((count) => count === 0);
}
