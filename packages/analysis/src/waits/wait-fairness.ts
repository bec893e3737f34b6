import { type ScenarioWaits, seededRandom, type WorkloadWaits } from "@wa-routing/protocol";
import { bcaInterval } from "../statistics/bootstrap.ts";
import { clusteredShareInterval } from "../statistics/clustered-share.ts";
import { jainIndex } from "../statistics/jain-index.ts";
import { allTimesMs, type WorkloadTimes } from "./workload-times.ts";

const CONFIDENCE = 0.95;
const RESAMPLES = 1000;
const MOST_BLOCKS = 100;
const MOST_BLOCKS_OF_ALL = 1000;

/**
 * Jain's index of the mean times of the treatment's workloads, with a BCa bootstrap interval. Blocks of neighbouring requests are
 * drawn within each workload: single requests up to a hundred, longer runs beyond. A workload with one request adds no
 * uncertainty. `null` below two workloads with times.
 */
export function jainIndexOfTimes(times: readonly WorkloadTimes[], seed: number): ScenarioWaits["jainIndex"] {
  const timed = timedOfTreatment(times).map(allTimesMs);
  if (timed.length < 2) return null;
  const most = Math.max(2, Math.min(MOST_BLOCKS, Math.floor(MOST_BLOCKS_OF_ALL / timed.length)));
  const strata = timed.map((ofWorkload) => blocksOf(ofWorkload, most));
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
  return { value: index(strata), ...interval, confidence: CONFIDENCE };
}

interface Block {
  readonly sumMs: number;
  readonly requests: number;
}

function blocksOf(timesMs: readonly number[], most: number): Block[] {
  const count = Math.min(most, timesMs.length);
  return Array.from({ length: count }, (_, block) => {
    const start = Math.floor((block * timesMs.length) / count);
    const end = Math.floor(((block + 1) * timesMs.length) / count);
    let sumMs = 0;
    for (let at = start; at < end; at++) sumMs += timesMs[at] as number;
    return { sumMs, requests: end - start };
  });
}

/**
 * How far each workload of the treatment was left behind: the share of its requests that took longer than every request of all other
 * workloads in the same trial, with an interval over trials. A strict order by criticality gives its lowest workload a share near 1,
 * first come first served the one that was sent last. Left out are trials without another workload, and those with a single request
 * of its own: somebody's is always the last.
 *
 * The definition of this starvation is ours: a time is only long against what others took in the same queue.
 */
export function longestShares(times: readonly WorkloadTimes[]): Map<string, NonNullable<WorkloadWaits["longest"]>> {
  const timed = timedOfTreatment(times);
  const longest = longestTimes(timed);
  const shares = timed.flatMap((own) => {
    const clusters = [...own.timesMs].flatMap(([trial, ofTrial]) => {
      const { workload, firstMs, secondMs } = longest.get(trial) as LongestTimes;
      const othersMs = workload === own.workload ? secondMs : firstMs;
      if (othersMs === Number.NEGATIVE_INFINITY || ofTrial.length < 2) return [];
      return [{ successes: ofTrial.filter((timeMs) => timeMs > othersMs).length, observations: ofTrial.length }];
    });
    const requests = clusters.reduce((sum, { observations }) => sum + observations, 0);
    const { share, low, high } = clusteredShareInterval(clusters, CONFIDENCE);
    return share === null ? [] : [[own.workload, { requests, share, low, high, confidence: CONFIDENCE }] as const];
  });
  return new Map(shares);
}

function timedOfTreatment(times: readonly WorkloadTimes[]): WorkloadTimes[] {
  return times.filter(({ arm, timesMs }) => arm === "treatment" && timesMs.size > 0);
}

interface LongestTimes {
  /** Whose the longest is. */
  readonly workload: string;
  readonly firstMs: number;
  /** The longest of any other workload. */
  readonly secondMs: number;
}

function longestTimes(times: readonly WorkloadTimes[]): Map<number, LongestTimes> {
  const longest = new Map<number, LongestTimes>();
  for (const { workload, timesMs } of times) {
    for (const [trial, ofTrial] of timesMs) {
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
