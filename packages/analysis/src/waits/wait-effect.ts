import { seededRandom } from "@wa-routing/protocol";
import { type CliffsDelta, cliffsDelta, deltaOfRanks, rankClusters } from "../statistics/cliffs-delta.ts";
import { permutationTest } from "../statistics/permutation-test.ts";
import type { WorkloadTimes } from "./workload-times.ts";

/** What the treatment did to the waits of one workload. Trials are taken for independent, not their requests. */
export interface WaitEffect extends CliffsDelta {
  readonly workload: string;
  /** Trials in which it waited. */
  readonly trials: { readonly treatment: number; readonly control: number };
  readonly confidence: number;
  /** Two-sided, by dealing the trials to the arms anew: chance of so large a delta where the treatment does nothing. */
  readonly pValue: number;
  /** Whether every way to deal them was looked at. */
  readonly exact: boolean;
}

const CONFIDENCE = 0.95;

/** Cliff's delta of each workload's waits, treatment against control: 1 when all are longer in the treatment, -1 when shorter. */
export function waitEffects(times: readonly WorkloadTimes[], seed: number): WaitEffect[] {
  const controls = new Map(times.flatMap((own) => (own.arm === "control" ? [[own.workload, own] as const] : [])));
  return times.flatMap(({ arm, workload, waitsMs }) => {
    const control = controls.get(workload);
    if (arm !== "treatment" || control === undefined || waitsMs.size === 0 || control.waitsMs.size === 0) return [];
    const clusters = [[...waitsMs.values()], [...control.waitsMs.values()]] as const;
    const ranked = rankClusters(...clusters);
    const { pValue, exact } = permutationTest(
      ranked.first,
      ranked.second,
      (first, second) => Math.abs(deltaOfRanks(first, second)),
      { random: seededRandom(`${seed}/waits of ${workload}`) },
    );
    const trials = { treatment: waitsMs.size, control: control.waitsMs.size };
    return [{ workload, trials, ...cliffsDelta(...clusters, CONFIDENCE), confidence: CONFIDENCE, pValue, exact }];
  });
}
