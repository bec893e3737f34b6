import { expect, test } from "vitest";
import type { EpisodeFits, ObservedEpisode } from "./policy-fit.ts";
import { policyWeights } from "./policy-weights.ts";

const POLICIES = ["fcfs", "lifo", "strict-criticality", "workload-aware", "workload-aware-resorted"] as const;

/** An episode of 10 requests with 45 decided pairs, and how many of its decisive pairs agree with each policy. */
function weightsOf(
  agreeing: Partial<Record<(typeof POLICIES)[number], readonly [agreeing: number, decisive: number]>>,
) {
  const observed = {
    order: Array.from({ length: 10 }, () => ({})),
    decided: Array.from({ length: 45 }, () => [0, 1]),
  } as unknown as ObservedEpisode;
  const fits = Object.fromEntries(
    POLICIES.map((policy) => {
      const [count, decisive] = agreeing[policy] ?? [0, 0];
      return [policy, { agreeing: count, decisive }];
    }),
  ) as unknown as EpisodeFits;
  return policyWeights([observed], [fits]);
}

test("the policy that predicts all pairs has nearly all of the weight; the weights add up to 1", () => {
  const weights = weightsOf({ "workload-aware": [45, 45], fcfs: [0, 45] });
  expect(weights["workload-aware"]).toBeGreaterThan(0.97);
  expect(weights.fcfs).toBeLessThan(1e-9);
  expect(Object.values(weights).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
});

test("policies that predict the same share the weight", () => {
  const weights = weightsOf({ "workload-aware": [45, 45], "strict-criticality": [45, 45] });
  expect(weights["workload-aware"]).toBeCloseTo(weights["strict-criticality"], 12);
});

test("an order of which half agrees is best explained by chance", () => {
  const weights = weightsOf(Object.fromEntries(POLICIES.map((policy) => [policy, [22, 45]])));
  expect(weights.random).toBeGreaterThan(0.99);
});

test("by hand: nine comparisons' worth of evidence, 0.95 against 0.5 each", () => {
  const weights = weightsOf({ fcfs: [45, 45] });
  const likelihood = (0.95 / 0.5) ** 9;
  expect(weights.fcfs / weights.random).toBeCloseTo(likelihood, 6);
});
