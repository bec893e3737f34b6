import { EMA_ALPHA, type FlowEvent, RATE_WINDOW_MS } from "@wa-routing/protocol";

/** How the registry's logged values compare with what its own events add up to. */
export interface RegistryRebuild {
  /** Values that were compared. */
  readonly compared: number;
  readonly differences: number;
  /** The first few, each with its line. */
  readonly examples: readonly string[];
  /** Workloads whose count of active requests does not end at zero. */
  readonly stillActive: number;
  /** What the smoothing factor looks like, where it is not the router's 0.2. */
  readonly alpha: number | null;
}

interface Rebuilt {
  active: number;
  total: number;
  windowRequests: number;
  /** Where the window began: at its first request, or where the first rate that was logged in it says. */
  windowStartMs: number | null;
  /** How far that may be from the truth. */
  windowSlackMs: number;
  emaSeconds: number;
  waits: number;
}

const MAX_EXAMPLES = 5;
const EMA_TOLERANCE = 1e-6;
// A line's time is taken when it is written, its rate a little before. Where a busy machine comes in between, the log has a gap.
const WRITING_LAG_MS = 50;
const LONGEST_STALL_MS = 5000;

/**
 * Rebuilds active and total requests, rate and average wait of every workload from the log's events, in their order. A router that
 * starts anew has forgotten everything; routers of several sources have a registry each.
 *
 * A rate cannot be compared as it stands, since it falls while one looks: what is compared is the start of the window that it
 * implies (`count / rate` ago), which must be the same for all lines of a window, to within the resolution of the log's times.
 */
export function rebuildRegistry(events: readonly FlowEvent[]): RegistryRebuild {
  const rebuilt = new Map<string, Rebuilt>();
  const entryOf = ({ source }: FlowEvent, workloadId: string) => rebuilt.get(keyOf(source, workloadId));
  const resolutionMs = timeResolutionMs(events);
  const recordsWaits = events.some(({ event }) => event === "wait-recorded");
  const alphas: number[] = [];
  const examples: string[] = [];
  let compared = 0;
  let differences = 0;
  let gapMs = 0;
  let previousMs: number | null = null;
  const differ = (line: number, what: string, logged: number, expected: number) => {
    differences += 1;
    if (examples.length < MAX_EXAMPLES)
      examples.push(`line ${line}: ${what} is ${plain(logged)}, the events give ${plain(expected)}`);
  };
  const compare = (line: number, what: string, logged: number | null, expected: number, tolerance: number) => {
    if (logged === null) return;
    compared += 1;
    if (Math.abs(logged - expected) > tolerance) differ(line, what, logged, expected);
  };
  const compareRate = (
    event: { line: number; atMs: number | null; ratePerSecond: number | null; workloadId: string },
    entry: Rebuilt,
  ) => {
    const { line, atMs, ratePerSecond, workloadId } = event;
    if (atMs === null || ratePerSecond === null) return;
    if (entry.windowStartMs === null) {
      if (ratePerSecond === 0) return;
      entry.windowStartMs = atMs - (entry.windowRequests * 1000) / ratePerSecond;
      entry.windowSlackMs = gapMs;
      return;
    }
    const ageMs = atMs - entry.windowStartMs;
    const toleranceMs = resolutionMs + WRITING_LAG_MS + entry.windowSlackMs + gapMs;
    // Too young or too old to say what the rate is: both give 0.
    if (ratePerSecond === 0 && (ageMs <= toleranceMs || ageMs >= RATE_WINDOW_MS - toleranceMs)) return;
    compared += 1;
    const isOver = ageMs > RATE_WINDOW_MS + toleranceMs;
    if (!isOver && Math.abs((entry.windowRequests * 1000) / ratePerSecond - ageMs) <= toleranceMs) return;
    const expected = isOver ? 0 : (entry.windowRequests * 1000) / Math.max(ageMs, toleranceMs);
    differ(line, `request rate of ${workloadId} (1/s)`, ratePerSecond, expected);
  };
  for (const event of events) {
    gapMs = Math.min(LONGEST_STALL_MS, Math.max(0, (event.atMs ?? 0) - (previousMs ?? event.atMs ?? 0)));
    previousMs = event.atMs ?? previousMs;
    switch (event.event) {
      case "started":
        for (const key of rebuilt.keys()) if (key.startsWith(keyOf(event.source, ""))) rebuilt.delete(key);
        break;
      case "active-incremented": {
        const entry = entryOf(event, event.workloadId) ?? newEntry();
        rebuilt.set(keyOf(event.source, event.workloadId), entry);
        beginWindow(entry, event, gapMs);
        entry.active += 1;
        entry.total += 1;
        entry.windowRequests += 1;
        compare(event.line, `active requests of ${event.workloadId}`, event.active, entry.active, 0);
        compare(event.line, `total requests of ${event.workloadId}`, event.total, entry.total, 0);
        compareRate(event, entry);
        break;
      }
      case "active-decremented": {
        const entry = entryOf(event, event.workloadId);
        if (entry === undefined) break;
        entry.active -= 1;
        compare(event.line, `active requests of ${event.workloadId}`, event.active, entry.active, 0);
        compare(event.line, `total requests of ${event.workloadId}`, event.total, entry.total, 0);
        compareRate(event, entry);
        break;
      }
      case "wait-recorded": {
        const entry = entryOf(event, event.workloadId);
        if (entry === undefined) break;
        const before = entry.emaSeconds;
        entry.waits += 1;
        entry.emaSeconds =
          entry.waits === 1 ? event.waitSeconds : EMA_ALPHA * event.waitSeconds + (1 - EMA_ALPHA) * before;
        compare(
          event.line,
          `average wait of ${event.workloadId} (s)`,
          event.emaSeconds,
          entry.emaSeconds,
          EMA_TOLERANCE,
        );
        if (entry.waits > 1 && Math.abs(event.waitSeconds - before) > 1e-3) {
          alphas.push((event.emaSeconds - before) / (event.waitSeconds - before));
        }
        // Each step is judged on its own: one wrong value must not make all later ones wrong.
        entry.emaSeconds = event.emaSeconds;
        break;
      }
      case "score-computed": {
        const entry = entryOf(event, event.workloadId);
        if (entry === undefined) break;
        if (entry.waits > 0) {
          compare(
            event.line,
            `average wait of ${event.workloadId} in its score (s)`,
            event.emaSeconds,
            entry.emaSeconds,
            EMA_TOLERANCE,
          );
        } else if (recordsWaits) {
          compare(
            event.line,
            `average wait of ${event.workloadId} before its first dispatch (s)`,
            event.emaSeconds,
            0,
            EMA_TOLERANCE,
          );
        }
        compareRate(event, entry);
        break;
      }
    }
  }
  const alpha = median(alphas);
  return {
    compared,
    differences,
    examples,
    stillActive: [...rebuilt.values()].filter(({ active }) => active !== 0).length,
    alpha: alpha === null || Math.abs(alpha - EMA_ALPHA) < 0.005 ? null : alpha,
  };
}

function keyOf(source: string | null, workloadId: string): string {
  return `${source ?? ""}\u0000${workloadId}`;
}

function newEntry(): Rebuilt {
  return { active: 0, total: 0, windowRequests: 0, windowStartMs: null, windowSlackMs: 0, emaSeconds: 0, waits: 0 };
}

/** A window begins with the first request that a router sees of a workload, and with the first one more than 60 s later. */
function beginWindow(
  entry: Rebuilt,
  { atMs, total }: { atMs: number | null; total: number | null },
  gapMs: number,
): void {
  const isFirst = entry.total === 0 && total === 1;
  const isOver = atMs !== null && entry.windowStartMs !== null && atMs - entry.windowStartMs > RATE_WINDOW_MS;
  if (!isFirst && !isOver) return;
  entry.windowRequests = 0;
  entry.windowStartMs = atMs;
  entry.windowSlackMs = gapMs;
}

/** 1000 for a log with times in whole seconds, 1 for whole milliseconds, else 0. */
function timeResolutionMs(events: readonly FlowEvent[]): number {
  const times = events.flatMap(({ atMs }) => (atMs === null ? [] : [atMs]));
  if (times.every((ms) => ms % 1000 === 0)) return 1000;
  return times.every((ms) => ms % 1 === 0) ? 1 : 0;
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? null;
}

function plain(value: number): string {
  return String(Number(value.toPrecision(6)));
}
