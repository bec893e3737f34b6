import type { FlowEvent, FlowEventOf, RouterParameters } from "@wa-routing/protocol";
import { timeResolutionMs } from "../evidence/time-resolution.ts";
import { ComparedValues } from "./compared-values.ts";
import { RebuiltWindow } from "./rebuilt-window.ts";
import { UnorderedCounts } from "./unordered-counts.ts";

/** How the registry's logged values compare with what its own events add up to. */
export interface RegistryRebuild {
  /** Values that were compared. */
  readonly compared: number;
  readonly differences: number;
  /** Average waits among the values that were compared. */
  readonly waitsCompared: number;
  /** Whether the lines stand in another order than they were counted in, which alone may be why values differ: nothing numbers them. */
  readonly linesSwapped: boolean;
  /** The first few, each with its line. */
  readonly examples: readonly string[];
  /** Workloads whose count of active requests does not end at zero. */
  readonly stillActive: number;
  /** What the smoothing factor looks like, where it is not the one that is expected. */
  readonly alpha: number | null;
}

/** The registry's constants. */
type RegistryParameters = Pick<RouterParameters, "emaAlpha" | "rateWindowSeconds">;

interface Workload {
  active: number;
  total: number;
  emaSeconds: number;
  waits: number;
  readonly window: RebuiltWindow;
  readonly counts: UnorderedCounts;
  /** False where its first line is not its first request: what it had counted and waited before is not known. */
  readonly isKnownFromStart: boolean;
  /** Counts that are not what the lines before them add up to, and rates, which are made of counts. */
  countsDiffering: number;
  ratesDiffering: number;
}

const EMA_TOLERANCE = 1e-6;
const ALPHA_TOLERANCE = 0.005;
// A wait so near the average moves it too little to tell by how much of it.
const LEAST_MOVE_SECONDS = 1e-3;
// A line's time is taken when it is written, its rate a little before. Where a busy machine comes in between, the log has a gap.
const WRITING_LAG_MS = 50;
const LONGEST_STALL_MS = 5000;

/** What is known of a registry before the first line of its log. */
export interface RegistryRebuildOptions {
  /** Whether all workloads begin in the log, as those of a run do; else one counts from what its first line says. Default: true. */
  readonly beginsWithLog?: boolean;
}

/**
 * Rebuilds active and total requests, rate and average wait of every workload from the log's events, in their order. A router that
 * starts anew has forgotten everything; routers of several sources have a registry each.
 */
export function rebuildRegistry(
  events: readonly FlowEvent[],
  parameters: RegistryParameters,
  { beginsWithLog = true }: RegistryRebuildOptions = {},
): RegistryRebuild {
  const rebuild = new Rebuild(events, parameters, beginsWithLog);
  for (const event of events) rebuild.take(event);
  return rebuild.result();
}

class Rebuild {
  readonly #workloads = new Map<string, Workload>();
  readonly #toleranceMs: number;
  readonly #recordsWaits: boolean;
  readonly #emaAlpha: number;
  readonly #rateWindowMs: number;
  readonly #beginsWithLog: boolean;
  readonly #values = new ComparedValues();
  readonly #alphas: number[] = [];
  #waitsCompared = 0;
  #gapMs = 0;
  #previousMs: number | null = null;

  constructor(
    events: readonly FlowEvent[],
    { emaAlpha, rateWindowSeconds }: RegistryParameters,
    beginsWithLog: boolean,
  ) {
    this.#emaAlpha = emaAlpha;
    this.#rateWindowMs = rateWindowSeconds * 1000;
    this.#beginsWithLog = beginsWithLog;
    this.#toleranceMs = timeResolutionMs(timesOfRates(events)) + WRITING_LAG_MS;
    this.#recordsWaits = events.some(({ event }) => event === "wait-recorded");
  }

  take(event: FlowEvent): void {
    this.#gapMs = Math.min(LONGEST_STALL_MS, Math.max(0, (event.atMs ?? 0) - (this.#previousMs ?? event.atMs ?? 0)));
    this.#previousMs = event.atMs ?? this.#previousMs;
    switch (event.event) {
      case "started":
        this.#started(event);
        break;
      case "active-incremented":
        this.#incremented(event);
        break;
      case "active-decremented":
        this.#decremented(event);
        break;
      case "wait-recorded":
        this.#waitRecorded(event);
        break;
      case "score-computed":
        this.#scored(event);
        break;
    }
  }

  result(): RegistryRebuild {
    const { compared, differences, examples } = this.#values;
    const alpha = median(this.#alphas);
    const workloads = [...this.#workloads.values()];
    const miscounted = workloads.filter(({ countsDiffering }) => countsDiffering > 0);
    const ofThem = miscounted.reduce((sum, of) => sum + of.countsDiffering + of.ratesDiffering, 0);
    return {
      compared,
      differences,
      waitsCompared: this.#waitsCompared,
      linesSwapped:
        miscounted.length > 0 && differences === ofThem && miscounted.every(({ counts }) => counts.canBeRight),
      examples,
      stillActive: workloads.filter(({ active, isKnownFromStart }) => isKnownFromStart && active !== 0).length,
      alpha: alpha === null || Math.abs(alpha - this.#emaAlpha) < ALPHA_TOLERANCE ? null : alpha,
    };
  }

  #started({ source }: FlowEventOf<"started">): void {
    for (const key of this.#workloads.keys()) if (key.startsWith(keyOf(source, ""))) this.#workloads.delete(key);
  }

  #incremented(event: FlowEventOf<"active-incremented">): void {
    const known = this.#find(event);
    const isRunning = known === undefined && !this.#beginsWithLog && event.total !== 1;
    const workload = known ?? newWorkload(isRunning ? event : null, this.#rateWindowMs);
    this.#workloads.set(keyOf(event.source, event.workloadId), workload);
    workload.window.requestCame(event.atMs, workload.total === 0 && event.total === 1, this.#gapMs);
    workload.active += 1;
    workload.total += 1;
    if (isRunning) workload.counts.take(event);
    else this.#compareCounts(event, workload);
  }

  #decremented(event: FlowEventOf<"active-decremented">): void {
    const workload = this.#find(event);
    if (workload === undefined) return;
    workload.active -= 1;
    this.#compareCounts(event, workload);
  }

  #waitRecorded(event: FlowEventOf<"wait-recorded">): void {
    const workload = this.#find(event);
    if (workload === undefined) return;
    const { line, workloadId, waitSeconds, emaSeconds } = event;
    const before = workload.emaSeconds;
    workload.waits += 1;
    const isFirst = workload.waits === 1;
    const expected = isFirst ? waitSeconds : this.#emaAlpha * waitSeconds + (1 - this.#emaAlpha) * before;
    if (workload.isKnownFromStart || !isFirst) {
      this.#compareWait(line, `average wait of ${workloadId} (s)`, emaSeconds, expected);
    }
    if (workload.waits > 1 && Math.abs(waitSeconds - before) > LEAST_MOVE_SECONDS) {
      this.#alphas.push((emaSeconds - before) / (waitSeconds - before));
    }
    // Each step is judged on its own: one wrong value must not make all later ones wrong.
    workload.emaSeconds = emaSeconds;
  }

  #scored(event: FlowEventOf<"score-computed">): void {
    const workload = this.#find(event);
    if (workload === undefined) return;
    const { line, workloadId, emaSeconds } = event;
    if (emaSeconds !== null && workload.waits > 0) {
      this.#compareWait(line, `average wait of ${workloadId} in its score (s)`, emaSeconds, workload.emaSeconds);
    } else if (emaSeconds !== null && this.#recordsWaits && workload.isKnownFromStart) {
      this.#compareWait(line, `average wait of ${workloadId} before its first dispatch (s)`, emaSeconds, 0);
    }
    this.#compareRate(event, workload);
  }

  #compareWait(line: number, what: string, logged: number, expected: number): void {
    this.#waitsCompared += 1;
    this.#values.compare(line, what, logged, expected, EMA_TOLERANCE);
  }

  #compareCounts(event: FlowEventOf<"active-incremented" | "active-decremented">, workload: Workload): void {
    const { line, workloadId, active, total } = event;
    const before = this.#values.differences;
    this.#values.compare(line, `active requests of ${workloadId}`, active, workload.active, 0);
    if (total !== null) this.#values.compare(line, `total requests of ${workloadId}`, total, workload.total, 0);
    workload.counts.take(event);
    workload.countsDiffering += this.#values.differences - before;
    this.#compareRate(event, workload);
  }

  #compareRate(
    {
      line,
      atMs,
      ratePerSecond,
      workloadId,
    }: FlowEventOf<"active-incremented" | "active-decremented" | "score-computed">,
    workload: Workload,
  ): void {
    const { window, isKnownFromStart } = workload;
    if (atMs === null || ratePerSecond === null || !isKnownFromStart) return;
    const read = window.read({ atMs, ratePerSecond, toleranceMs: this.#toleranceMs, gapMs: this.#gapMs });
    if (read.reading === "silent") return;
    const expected = read.reading === "wrong" ? read.expected : null;
    if (expected !== null) workload.ratesDiffering += 1;
    this.#values.note(line, `request rate of ${workloadId} (1/s)`, ratePerSecond, expected);
  }

  #find({ source, workloadId }: { readonly source: string | null; readonly workloadId: string }): Workload | undefined {
    return this.#workloads.get(keyOf(source, workloadId));
  }
}

function keyOf(source: string | null, workloadId: string): string {
  return `${source ?? ""}\u0000${workloadId}`;
}

/** @param running The first line of a workload that was there before its log. */
function newWorkload(running: FlowEventOf<"active-incremented"> | null, rateWindowMs: number): Workload {
  return {
    active: (running?.active ?? 1) - 1,
    total: (running?.total ?? 1) - 1,
    ...{ emaSeconds: 0, waits: 0, isKnownFromStart: running === null },
    ...{ countsDiffering: 0, ratesDiffering: 0 },
    window: new RebuiltWindow(rateWindowMs),
    counts: new UnorderedCounts(),
  };
}

/** When lines with a rate were written: others may come from a writer that tells its times more finely. */
function timesOfRates(events: readonly FlowEvent[]): number[] {
  return events.flatMap((event) => ("ratePerSecond" in event && event.atMs !== null ? [event.atMs] : []));
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? null;
}
