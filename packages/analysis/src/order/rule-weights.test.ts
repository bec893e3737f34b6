import { expect, test } from "vitest";
import { RULE_NAMES, type RuleName } from "../policy/ordering-rule.ts";
import { logLikelihood } from "./likelihood.ts";
import type { EpisodeFit, ObservedEpisode } from "./policy-fit.ts";
import type { FittedRule } from "./rule-fit.ts";
import { ruleWeights } from "./rule-weights.ts";

type Agreeing = readonly [agreeing: number, decisive: number];

/** An episode of 10 requests with 45 decided pairs, and how many of its decisive pairs agree with each rule under each discipline. */
function weightsOf(agreeing: Partial<Record<RuleName, readonly Agreeing[]>>, equal: readonly RuleName[] = []) {
  const observed = {
    order: Array.from({ length: 10 }, () => ({})),
    decided: Uint16Array.from({ length: 90 }, (_, at) => at % 2),
  } as unknown as ObservedEpisode;
  const rules = RULE_NAMES.map((rule) => ({
    rule,
    equalTo: equal.includes(rule) ? "fcfs" : null,
    policies: (agreeing[rule] ?? [[0, 0]]).map(([count, decisive]) => ({
      logLikelihood: logLikelihood([observed], [{ agreeing: count, decisive } as EpisodeFit]),
    })),
  })) as unknown as readonly FittedRule[];
  return ruleWeights([observed], rules);
}

test("the rule that predicts all pairs has nearly all of the weight; the weights add up to 1", () => {
  const weights = weightsOf({ "workload-aware": [[45, 45]], fcfs: [[0, 45]] });
  expect(weights["workload-aware"]).toBeGreaterThan(0.97);
  expect(weights.fcfs).toBeLessThan(1e-9);
  expect(Object.values(weights).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
});

test("rules that predict the same share the weight; one that is equal to another has none of its own", () => {
  const same = { "workload-aware": [[45, 45]], "strict-criticality": [[45, 45]] } as const;
  const weights = weightsOf(same);
  expect(weights["workload-aware"]).toBeCloseTo(weights["strict-criticality"], 12);
  expect(weightsOf(same, ["strict-criticality"])["strict-criticality"]).toBe(0);
});

test("a rule's share is spread over its disciplines: one of three that predicts all has a third", () => {
  const [one, three] = [
    [[45, 45]],
    [
      [0, 45],
      [45, 45],
      [0, 45],
    ],
  ] as const;
  const alone = weightsOf({ "workload-aware": one });
  const tried = weightsOf({ "workload-aware": three });
  expect(tried["workload-aware"] / tried.random).toBeCloseTo(alone["workload-aware"] / alone.random / 3, 6);
});

test("an order of which half agrees is best explained by chance", () => {
  const weights = weightsOf(Object.fromEntries(RULE_NAMES.map((rule) => [rule, [[22, 45]]])));
  expect(weights.random).toBeGreaterThan(0.99);
});

test("by hand: nine comparisons' worth of evidence, 0.95 against 0.5 each", () => {
  const weights = weightsOf({ fcfs: [[45, 45]] });
  const likelihood = (0.95 / 0.5) ** 9;
  expect(weights.fcfs / weights.random).toBeCloseTo(likelihood, 6);
});
