import { seededRandom } from "@wa-routing/protocol";
import type { Interval } from "../statistics/binomial-interval.ts";
import { bcaInterval } from "../statistics/bootstrap.ts";
import { clusteredShareInterval } from "../statistics/clustered-share.ts";
import { jainIndex } from "../statistics/jain-index.ts";
import { quantile } from "../statistics/quantile.ts";
import { allWaitsMs, type WorkloadTimes } from "./workload-times.ts";

/** How evenly workloads waited. */
export interface WaitEvenness extends Interval {
  /** Jain's index of the workloads' mean waits: 1 all the same, 1/workloads one did all the waiting. */
  readonly index: number;
  readonly confidence: number;
  readonly workloads: number;
}

/** How far a workload of the treatment was left behind by the others. */
export interface Starvation extends Interval {
  readonly workload: string;
  /** Requests with a wait, in trials in which other workloads had some too. */
  readonly requests: number;
  /** Share of them that waited longer than every request of every other workload in the same trial; null without any. */
  readonly share: number | null;
  readonly confidence: number;
  readonly longestWaitMs: number;
  /** Longest wait over the median wait of all workloads; null where that is not above 0. Largest values have no interval. */
  readonly longestToMedian: number | null;
}

const CONFIDENCE = 0.95;
const RESAMPLES = 1000;
const MOST_BLOCKS = 100;
const MOST_BLOCKS_OF_ALL = 1000;

/**
 * Jain's index of the mean waits of the treatment's workloads, with a BCa bootstrap interval. Blocks of neighbouring requests are
 * drawn within each workload: single requests up to a hundred, longer runs beyond. A workload with one request adds no
 * uncertainty. `null` without waits.
 */
export function jainIndexOfWaits(times: readonly WorkloadTimes[], seed: number): WaitEvenness | null {
  const waits = times.filter(({ arm }) => arm === "treatment").map(allWaitsMs);
  const waiting = waits.filter(({ length }) => length > 0);
  if (waiting.length === 0) return null;
  const most = Math.max(2, Math.min(MOST_BLOCKS, Math.floor(MOST_BLOCKS_OF_ALL / waiting.length)));
  const strata = waiting.map((ofWorkload) => blocksOf(ofWorkload, most));
  const means = new Float64Array(strata.length);
  const index = (drawn: readonly (readonly Block[])[]) => {
    for (const [workload, blocks] of drawn.entries()) {
      let sumMs = 0;
      let requests = 0;
      for (const block of blocks) {
        sumMs += block.sumMs;
        requests += block.requests;
      }
      means[workload] = sumMs / requests;
    }
    return jainIndex(means);
  };
  const random = seededRandom(`${seed}/jain`);
  const interval = bcaInterval(strata, index, { random, confidence: CONFIDENCE, resamples: RESAMPLES });
  return { index: index(strata), ...interval, confidence: CONFIDENCE, workloads: strata.length };
}

interface Block {
  readonly sumMs: number;
  readonly requests: number;
}

function blocksOf(waitsMs: readonly number[], most: number): Block[] {
  const count = Math.min(most, waitsMs.length);
  return Array.from({ length: count }, (_, block) => {
    const start = Math.floor((block * waitsMs.length) / count);
    const end = Math.floor(((block + 1) * waitsMs.length) / count);
    let sumMs = 0;
    for (let at = start; at < end; at++) sumMs += waitsMs[at] as number;
    return { sumMs, requests: end - start };
  });
}

/**
 * How far each workload of the treatment was left behind, with an interval over trials. A strict order by criticality gives its
 * lowest workload a share near 1; first come first served gives none more than its last requests.
 *
 * The definition is ours: a wait is only long against what others waited in the same queue.
 */
export function starvation(times: readonly WorkloadTimes[]): Starvation[] {
  const treatment = times.filter(({ arm, waitsMs }) => arm === "treatment" && waitsMs.size > 0);
  const medianMs = quantile(treatment.flatMap(allWaitsMs), 0.5);
  const longest = longestWaits(treatment);
  return treatment.map((own) => {
    const clusters = [...own.waitsMs].flatMap(([trial, waitsMs]) => {
      const { workload, firstMs, secondMs } = longest.get(trial) as LongestWaits;
      const othersMs = workload === own.workload ? secondMs : firstMs;
      if (othersMs === Number.NEGATIVE_INFINITY) return [];
      return [{ successes: waitsMs.filter((waitMs) => waitMs > othersMs).length, observations: waitsMs.length }];
    });
    const longestWaitMs = longestOf(allWaitsMs(own));
    return {
      workload: own.workload,
      requests: clusters.reduce((sum, { observations }) => sum + observations, 0),
      ...clusteredShareInterval(clusters, CONFIDENCE),
      confidence: CONFIDENCE,
      longestWaitMs,
      longestToMedian: medianMs > 0 ? longestWaitMs / medianMs : null,
    };
  });
}

interface LongestWaits {
  /** Whose the longest is. */
  readonly workload: string;
  readonly firstMs: number;
  /** The longest of any other workload. */
  readonly secondMs: number;
}

function longestWaits(times: readonly WorkloadTimes[]): Map<number, LongestWaits> {
  const longest = new Map<number, LongestWaits>();
  for (const { workload, waitsMs } of times) {
    for (const [trial, ofTrial] of waitsMs) {
      const ownMs = longestOf(ofTrial);
      const so = longest.get(trial) ?? {
        workload,
        firstMs: Number.NEGATIVE_INFINITY,
        secondMs: Number.NEGATIVE_INFINITY,
      };
      if (ownMs > so.firstMs) longest.set(trial, { workload, firstMs: ownMs, secondMs: so.firstMs });
      else longest.set(trial, { ...so, secondMs: Math.max(so.secondMs, ownMs) });
    }
  }
  return longest;
}

function longestOf(valuesMs: readonly number[]): number {
  let longest = Number.NEGATIVE_INFINITY;
  for (const valueMs of valuesMs) if (valueMs > longest) longest = valueMs;
  return longest;
}
