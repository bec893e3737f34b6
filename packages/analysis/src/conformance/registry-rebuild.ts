import type { FlowEvent, FlowEventOf } from "@wa-routing/protocol";
import { timeResolutionMs } from "../evidence/time-resolution.ts";
import { ComparedRegistry, type WorkloadEvent } from "./compared-registry.ts";
import { isNear } from "./held-values.ts";
import { RebuiltWorkload, type RegistryParameters } from "./rebuilt-workload.ts";
import { REGISTRY_IN_FULL, type RegistryRounding, registryRounding } from "./registry-rounding.ts";
import { smoothingFactor } from "./smoothing-factor.ts";

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
  /** Whether values are right only up to the rounding of the log, and that is so coarse that those of another registry would fit as well. */
  readonly isCoarse: boolean;
  /** What the smoothing factor looks like, where it is not the one that is expected. */
  readonly alpha: number | null;
}

// A line's time is taken when it is written, its rate a little before. Where a busy machine comes in between, the log has a gap.
const WRITING_LAG_MS = 50;
const LONGEST_STALL_MS = 5000;
// Three decimals of a second leave so much open.
const COARSE_SECONDS = 1e-3;

/** What is known of a registry before the first line of its log, and whose lines these are. */
export interface RegistryRebuildOptions {
  /** Whether all workloads begin in the log, as those of a run do; else one counts from what its first line says. Default: true. */
  readonly beginsWithLog?: boolean;
  /** Ids that are new in this log; others, which the router gives, it may have given to earlier requests. Default: all. */
  readonly newIds?: ReadonlySet<string>;
  /** The events whose values are compared; the others only count. Default: all. */
  readonly own?: ReadonlySet<FlowEvent>;
}

/**
 * Rebuilds active and total requests, rate and average wait of every workload from the log's events, in their order. A router that
 * starts anew has forgotten everything; routers of several sources have a registry each.
 */
export function rebuildRegistry(
  events: readonly FlowEvent[],
  parameters: RegistryParameters,
  options: RegistryRebuildOptions = {},
): RegistryRebuild {
  const rebuiltTo = (rounding: RegistryRounding) => {
    const rebuild = new Rebuild(events, parameters, options, rounding);
    for (const event of events) rebuild.take(event);
    return rebuild.result();
  };
  const exact = rebuiltTo(REGISTRY_IN_FULL);
  const rounding = exact.differences === 0 ? null : registryRounding(events);
  return rounding === null ? exact : rebuiltTo(rounding);
}

class Rebuild {
  readonly #workloads = new Map<string, RebuiltWorkload>();
  /** Lines that stand before the first request of their workload. */
  readonly #early = new Map<string, WorkloadEvent[]>();
  readonly #compared: ComparedRegistry;
  readonly #ofOthers: ComparedRegistry;
  readonly #othersToo = new Set<RebuiltWorkload>();
  readonly #parameters: RegistryParameters;
  readonly #options: RegistryRebuildOptions;
  readonly #recordsWaits: boolean;
  readonly #toleranceMs: number;
  readonly #rounding: RegistryRounding;
  #gapMs = 0;
  #previousMs: number | null = null;

  constructor(
    events: readonly FlowEvent[],
    parameters: RegistryParameters,
    options: RegistryRebuildOptions,
    rounding: RegistryRounding,
  ) {
    this.#compared = new ComparedRegistry(rounding);
    this.#ofOthers = new ComparedRegistry(rounding);
    this.#rounding = rounding;
    this.#parameters = parameters;
    this.#options = options;
    this.#recordsWaits = events.some(({ event }) => event === "wait-recorded");
    this.#toleranceMs = timeResolutionMs(timesOfRates(events)) + WRITING_LAG_MS;
  }

  take(event: FlowEvent): void {
    this.#gapMs = Math.min(LONGEST_STALL_MS, Math.max(0, (event.atMs ?? 0) - (this.#previousMs ?? event.atMs ?? 0)));
    this.#previousMs = event.atMs ?? this.#previousMs;
    switch (event.event) {
      case "started":
        this.#started(event);
        break;
      case "active-incremented":
      case "active-decremented":
      case "wait-recorded":
      case "score-computed":
        this.#told(event);
        break;
    }
  }

  result(): RegistryRebuild {
    const { values, waitsCompared, canBeRight } = this.#compared;
    const { compared, differences, examples } = values;
    const workloads = [...this.#workloads.values()];
    const seen = workloads.flatMap(({ alphas }) => alphas);
    return {
      ...{ compared, differences, waitsCompared, linesSwapped: canBeRight, examples },
      stillActive: workloads.filter((one) => one.isKnownFromStart && one.active !== 0 && !this.#othersToo.has(one))
        .length,
      isCoarse: this.#isCoarse(workloads),
      alpha: smoothingFactor(seen, this.#parameters.emaAlpha),
    };
  }

  #isCoarse(workloads: readonly RebuiltWorkload[]): boolean {
    const { averageSeconds } = this.#rounding;
    return (
      averageSeconds > COARSE_SECONDS ||
      (averageSeconds > REGISTRY_IN_FULL.averageSeconds && !workloads.some(({ showsAlpha }) => showsAlpha))
    );
  }

  #started({ source }: FlowEventOf<"started">): void {
    for (const known of [this.#workloads, this.#early]) {
      for (const key of known.keys()) if (key.startsWith(keyOf(source, ""))) known.delete(key);
    }
  }

  #told(event: WorkloadEvent): void {
    const key = keyOf(event.source, event.workloadId);
    const workload = this.#workloads.get(key);
    if (workload !== undefined) {
      this.#count(event, workload);
    } else if (event.event === "active-incremented") {
      this.#begin(event, key);
    } else if (event.seq === null) {
      const early = this.#early.get(key);
      if (early === undefined) this.#early.set(key, [event]);
      else early.push(event);
    }
  }

  #begin(event: FlowEventOf<"active-incremented">, key: string): void {
    const isRunning = this.#isRunning(event);
    const workload = new RebuiltWorkload(event, isRunning, this.#parameters, this.#rounding.averageSeconds);
    this.#workloads.set(key, workload);
    if (isRunning) {
      workload.requestCame(event, this.#gapMs);
      return;
    }
    this.#count(event, workload);
    const early = this.#early.get(key) ?? [];
    for (const one of early) if (isNear(one, event, this.#toleranceMs + this.#gapMs)) this.#count(one, workload);
  }

  #isRunning({ workloadId, total }: FlowEventOf<"active-incremented">): boolean {
    const { beginsWithLog = true, newIds } = this.#options;
    if (!beginsWithLog) return total !== 1;
    return newIds?.has(workloadId) === false && total !== null && total > 1;
  }

  #count(event: WorkloadEvent, workload: RebuiltWorkload): void {
    const isOwn = this.#options.own?.has(event) ?? true;
    if (!isOwn) this.#othersToo.add(workload);
    const compared = isOwn ? this.#compared : this.#ofOthers;
    const times = { toleranceMs: this.#toleranceMs, gapMs: this.#gapMs };
    switch (event.event) {
      case "active-incremented":
        workload.requestCame(event, this.#gapMs);
        compared.compareCounts(event, workload);
        compared.compareRate(event, workload, times);
        break;
      case "active-decremented":
        workload.requestEnded(event);
        compared.compareCounts(event, workload);
        compared.compareRate(event, workload, times);
        break;
      case "wait-recorded":
        compared.compareAverage(event, workload.waited(event), workload);
        break;
      case "score-computed":
        if (workload.waits > 0 || (this.#recordsWaits && workload.isKnownFromStart)) {
          compared.compareScore(event, workload, this.#toleranceMs + this.#gapMs);
        }
        compared.compareRate(event, workload, times);
        break;
    }
  }
}

function keyOf(source: string | null, workloadId: string): string {
  return `${source ?? ""}\u0000${workloadId}`;
}

/** When lines with a rate were written: others may come from a writer that tells its times more finely. */
function timesOfRates(events: readonly FlowEvent[]): number[] {
  return events.flatMap((event) => ("ratePerSecond" in event && event.atMs !== null ? [event.atMs] : []));
}
