import { type Control, seededRandom, substituteOf, type WaitComparison } from "@wa-routing/protocol";
import { type Cluster, deltaOfRanks, rankClusters } from "../statistics/cliffs-delta.ts";
import { permutationTest, smallestPValue } from "../statistics/permutation-test.ts";
import { quantile } from "../statistics/quantile.ts";
import { allTimesMs, type WorkloadTimes } from "./workload-times.ts";

/** What the treatment did to the times of each workload that the control has too. */
export interface WaitEffects {
  readonly byWorkload: ReadonlyMap<string, WaitComparison>;
  /** Trials of each arm that it takes to find any difference; null: nothing to compare, or too much at once. */
  readonly leastTrials: number | null;
}

// That any workload of a scenario is called slower or quicker for nothing.
const LARGEST_CHANCE = 0.05;

/**
 * Compares each workload with itself, or with its substitute, in the control. Trials are taken for independent, not their requests:
 * they are dealt to the arms anew, and the statistic is Cliff's delta. What several workloads add to the chance of a false finding is
 * taken off (Bonferroni).
 */
export function waitEffects(times: readonly WorkloadTimes[], control: Control | undefined, seed: number): WaitEffects {
  const timed = times.filter(({ timesMs }) => timesMs.size > 0);
  const pairs = timed.flatMap((own) => {
    const other = timed.find(
      ({ arm, workload }) => arm === "control" && workload === substituteOf(own.workload, control),
    );
    return own.arm === "treatment" && other !== undefined ? [[own, other] as const] : [];
  });
  const byWorkload = new Map(
    pairs.map(([own, other]) => [own.workload, comparison(own, other, pairs.length, seed)] as const),
  );
  return { byWorkload, leastTrials: pairs.length === 0 ? null : leastTrials(pairs.length) };
}

function comparison(own: WorkloadTimes, control: WorkloadTimes, compared: number, seed: number): WaitComparison {
  const clusters: [Cluster[], Cluster[]] = [[...own.timesMs.values()], [...control.timesMs.values()]];
  const { first, second } = rankClusters(...clusters);
  const pValue = permutationTest(first, second, (some, others) => Math.abs(deltaOfRanks(some, others)), {
    random: seededRandom(`${seed}/waits of ${own.workload}`),
  });
  const medianDifferenceMs = quantile(allTimesMs(own), 0.5) - quantile(allTimesMs(control), 0.5);
  const delta = deltaOfRanks(first, second);
  // A median that moved the other way than most requests says that there is no one direction.
  const isClear = pValue * compared <= LARGEST_CHANCE && Math.sign(delta) === Math.sign(medianDifferenceMs);
  const tooFew = smallestPValue(first.length, second.length) * compared > LARGEST_CHANCE;
  const found = tooFew ? "too-few-trials" : !isClear ? "unclear" : delta > 0 ? "longer" : "shorter";
  return { found, medianDifferenceMs, pValue };
}

function leastTrials(compared: number): number | null {
  for (let trials = 1; ; trials++) {
    const smallest = smallestPValue(trials, trials);
    if (smallest * compared <= LARGEST_CHANCE) return trials;
    if (smallest === smallestPValue(trials + 1, trials + 1)) return null;
  }
}
