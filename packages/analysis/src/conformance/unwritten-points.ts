import { type FlowEvent, LOG_POINTS, type LogPoint } from "@wa-routing/protocol";
import type { RequestTrace } from "../evidence/request-trace.ts";

/** Log points that a router did not write for some requests, in a log that has what it wrote then. */
export interface UnwrittenPoints {
  readonly requests: number;
  readonly points: readonly LogPoint[];
  /** By name; those requests are all of these workloads. */
  readonly workloads: readonly string[];
}

const POINTS = Object.keys(LOG_POINTS) as LogPoint[];
// What a router tells of an answer it has told long before.
const TOLD_WITHIN_MS = 1000;

/**
 * Log points that were not written: each line has the router's own number, and the log goes on with a request that was sent long after
 * those that lack them had ended. Events are in the order of their numbers. Null: nobody can tell what was written and lost. That no number is missing is the caller's to see.
 */
export function unwrittenPoints(traces: readonly RequestTrace[], events: readonly FlowEvent[]): UnwrittenPoints | null {
  const points = events.filter(({ event }) => event in LOG_POINTS);
  if (points.length === 0 || !isNumberedThroughout(points)) return null;
  const told = traces.filter(({ logPoints }) => Object.keys(logPoints).length > 0);
  const lastSentMs = told.reduce((last, { record: { sendMs } }) => Math.max(last, sendMs), Number.NEGATIVE_INFINITY);
  const lacking = told.flatMap(({ record, logPoints }) => {
    if (record.outcome !== "completed" || record.endMs + TOLD_WITHIN_MS >= lastSentMs) return [];
    const unwritten = POINTS.filter((point) => (logPoints[point] ?? 0) === 0);
    return unwritten.length === 0 ? [] : [{ workload: record.workload, unwritten }];
  });
  if (lacking.length === 0) return null;
  return {
    requests: lacking.length,
    points: POINTS.filter((point) => lacking.some(({ unwritten }) => unwritten.includes(point))),
    workloads: [...new Set(lacking.map(({ workload }) => workload))].sort(),
  };
}

/** Whether each line has a number, and no router began to count anew: what one wrote last may be lost with it. */
function isNumberedThroughout(points: readonly FlowEvent[]): boolean {
  const last = new Map<string | null, number>();
  return points.every(({ source, seq }) => {
    const isNext = seq !== null && seq > (last.get(source) ?? Number.NEGATIVE_INFINITY);
    if (isNext) last.set(source, seq);
    return isNext;
  });
}
