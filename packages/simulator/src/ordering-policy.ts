import {
  DEFAULT_ROUTER_PARAMETERS,
  priorityScore,
  type RouterParameters,
  type ScoreParameters,
} from "@wa-routing/protocol";
import type { Faults } from "./faults.ts";
import type { QueueItem } from "./queue-item.ts";
import type { Before } from "./waiting-queue.ts";
import type { Clock, WorkloadRegistry } from "./workload-registry.ts";

/** How waiting requests are ordered. */
export type SimulatorOrdering = "workload-aware" | "fcfs";

export const SIMULATOR_ORDERINGS: readonly SimulatorOrdering[] = ["workload-aware", "fcfs"];

/** Above so many, the fault `lifo-when-many` turns the order. */
const MANY_WAITING = 30;

/** A score and what it was made of at one instant. */
export interface ScoreReading {
  readonly criticality: number;
  readonly emaSeconds: number;
  readonly ratePerSecond: number;
  readonly score: number;
}

/** Computes scores with the registry and the clock as they are now. */
export type Scorer = (item: QueueItem) => ScoreReading;

/** The router's score, or what a planted fault makes of it. */
export function createScorer(
  registry: WorkloadRegistry,
  now: Clock,
  faults: Faults,
  routerParameters: RouterParameters = DEFAULT_ROUTER_PARAMETERS,
): Scorer {
  const parameters = scoreParameters(routerParameters, faults);
  return (item) => {
    const ageSeconds = (now() - item.receivedMs) / 1000;
    const emaSeconds = faults.has("per-request-wait") ? ageSeconds : registry.emaSeconds(item.workloadId);
    const ratePerSecond = registry.ratePerSecond(item.workloadId, item.requestId);
    const { score, rateTerm } = priorityScore(
      { criticality: countedCriticality(item.criticality, faults), emaSeconds, ratePerSecond },
      parameters,
    );
    const uncapped = (ratePerSecond / parameters.maxRatePerSecond) * parameters.rateWeight;
    const excess = faults.has("rate-uncapped") ? uncapped - rateTerm : 0;
    const ofId = faults.has("id-enters-score") ? numberOf(item.workloadId) : 0;
    return { criticality: item.criticality, emaSeconds, ratePerSecond, score: score - excess + ofId };
  };
}

/**
 * Which of two waiting requests leaves first. Equal scores: the earlier one.
 *
 * @param waiting How many requests wait now; default: few.
 */
export function createBefore(
  ordering: SimulatorOrdering,
  scorer: Scorer,
  faults: Faults,
  waiting: () => number = () => 0,
): Before<QueueItem> {
  const earlier: Before<QueueItem> = (a, b) =>
    a.enqueuedMs === b.enqueuedMs ? a.sequence < b.sequence : a.enqueuedMs < b.enqueuedMs;
  if (ordering === "fcfs" || faults.has("fcfs-ordering")) return earlier;
  return (a, b) => {
    if (faults.has("lifo-when-many") && waiting() > MANY_WAITING) return earlier(b, a);
    const scoreA = scorer(a).score;
    const scoreB = scorer(b).score;
    if (scoreA !== scoreB) return scoreA > scoreB;
    return faults.has("tie-break-reversed") ? earlier(b, a) : earlier(a, b);
  };
}

/** A hash of a text, from 0 to 1: FNV-1a, mixed as MurmurHash3 ends, since texts that differ in their last letter must be far apart. */
function numberOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

function countedCriticality(criticality: number, faults: Faults): number {
  if (faults.has("criticality-ignored")) return 3;
  return faults.has("criticality-inverted") ? 6 - criticality : criticality;
}

function scoreParameters(parameters: RouterParameters, faults: Faults): ScoreParameters {
  const { waitWeight, criticalityWeight, rateWeight } = parameters;
  return {
    ...parameters,
    waitWeight: faults.has("wait-term-missing") ? 0 : waitWeight,
    criticalityWeight: faults.has("weights-swapped") ? rateWeight : criticalityWeight,
    rateWeight: faults.has("rate-term-missing") ? 0 : faults.has("weights-swapped") ? criticalityWeight : rateWeight,
  };
}
