import { expect, test } from "vitest";
import { RULE_NAMES, type RuleName } from "../policy/ordering-rule.ts";
import type { ModelOrders, PairPrediction } from "./model-orders.ts";
import { countOpposed, withoutOutdone } from "./outdone-rule.ts";
import { observe } from "./policy-fit.ts";
import type { RuleFit } from "./rule-fit.ts";
import { traceOf } from "./trace.test-data.ts";
import type { Witness } from "./witness.ts";

const witness: Witness = { name: "arrivals", bandMs: 1, sawAt: ({ arrival }) => arrival?.arrivedMs ?? null };

/** Two workloads, each with so many requests, of which all that are first in `leaving` leave first; all waited together. */
const leaving = (first: string, second: string, each: number) => {
  const members = [first, second].flatMap((workload, place) =>
    Array.from({ length: each }, (_, index) =>
      traceOf(workload, { sentMs: index / 1000, arrivedMs: 1000 + 500 * place + 10 * index }),
    ),
  );
  return [observe({ trial: 0, arm: "treatment", members, unproven: null }, witness)];
};
const aFirst: PairPrediction = (a, b) => (a.record.workload < b.record.workload ? -1 : 1);
const bFirst: PairPrediction = (a, b) => (a.record.workload < b.record.workload ? 1 : -1);
const unsure: PairPrediction = () => 0;

const modelsOf = (predictions: Partial<Record<RuleName, PairPrediction>>) =>
  Object.fromEntries(
    RULE_NAMES.map((rule) => [rule, { policies: [{ discipline: null, predict: predictions[rule] ?? unsure }] }]),
  ) as unknown as ModelOrders;

/** Verdicts of the first two rules, of which both agree with the order unless said otherwise. */
function verdicts(
  predictions: Partial<Record<RuleName, PairPrediction>>,
  observed: ReturnType<typeof leaving>,
  others: Partial<Record<RuleName, RuleFit["verdict"]>> = {},
) {
  const known = { "workload-aware": "explains", "strict-criticality": "explains", ...others } as typeof others;
  const inversionsOf = (rule: RuleName) => {
    const { opposed, follows } = countOpposed(
      predictions[rule] ?? unsure,
      (a, b) => (-1 * (predictions[rule] ?? unsure)(a, b)) as -1 | 0 | 1,
      observed,
    );
    return opposed - follows;
  };
  const fits = RULE_NAMES.map(
    (rule) =>
      ({ rule, discipline: null, verdict: known[rule] ?? "refuted", inversions: inversionsOf(rule) }) as RuleFit,
  );
  const found = withoutOutdone(fits, observed, modelsOf(predictions));
  expect(found.map(({ rule }) => rule)).toEqual(RULE_NAMES);
  const verdictOn = (name: RuleName) => found.find(({ rule }) => rule === name)?.verdict;
  return [verdictOn("workload-aware"), verdictOn("strict-criticality")];
}

const OPPOSED = { "workload-aware": bFirst, "strict-criticality": aFirst } as const;

test("of two rules that agree with an order, the one that loses where they part does not explain it", () => {
  expect(verdicts(OPPOSED, leaving("a", "b", 5))).toEqual(["undecided", "explains"]);
  expect(verdicts(OPPOSED, leaving("b", "a", 5))).toEqual(["explains", "undecided"]);
});

test("both do where they part in too few pairs, or where one of them is not sure", () => {
  expect(verdicts(OPPOSED, leaving("a", "b", 4))).toEqual(["explains", "explains"]);
  expect(verdicts({ "workload-aware": bFirst }, leaving("a", "b", 5))).toEqual(["explains", "explains"]);
  expect(verdicts({ ...OPPOSED, "workload-aware": aFirst }, leaving("a", "b", 5))).toEqual(["explains", "explains"]);
});

test("a rule that does not explain the order outdoes none, and what is refuted stays so", () => {
  const observed = leaving("a", "b", 5);
  expect(verdicts(OPPOSED, observed, { "strict-criticality": "undecided" })).toEqual(["explains", "undecided"]);
  expect(verdicts(OPPOSED, observed, { "workload-aware": "refuted" })).toEqual(["refuted", "explains"]);
});

test("neither is outdone where each wins as often", () => {
  expect(verdicts(OPPOSED, [...leaving("a", "b", 5), ...leaving("b", "a", 5)])).toEqual(["explains", "explains"]);
});

test("pairs on which two rules are sure of opposite orders are counted, and those that follow the first", () => {
  const observed = [...leaving("a", "b", 3), ...leaving("b", "a", 2)];
  expect(countOpposed(aFirst, bFirst, observed)).toEqual({ opposed: 13, follows: 9 });
  expect(countOpposed(aFirst, aFirst, observed)).toEqual({ opposed: 0, follows: 0 });
  expect(countOpposed(unsure, unsure, observed)).toEqual({ opposed: 0, follows: 0 });
});
