import { expect, test } from "vitest";
import type { Policy } from "../policy/policy.ts";
import type { PairPrediction } from "./model-orders.ts";
import { observe } from "./policy-fit.ts";
import { explaining, type FittedRule, fitOf, fitRule, ruleFit, verdictOn } from "./rule-fit.ts";
import { traceOf } from "./trace.test-data.ts";
import type { Witness } from "./witness.ts";

const witness: Witness = { name: "arrivals", bandMs: 1, sawAt: ({ arrival }) => arrival?.arrivedMs ?? null };

/** All of the first workload left before all of the second one, with which they had waited. */
const observed = (arm: "treatment" | "control", first: string, second: string, each: number) => {
  const members = [first, second].flatMap((workload, place) =>
    Array.from({ length: each }, (_, index) =>
      traceOf(workload, { sentMs: index / 1000, arrivedMs: 1000 + 500 * place + 10 * index }),
    ),
  );
  return observe({ trial: 0, arm, members, unproven: null }, witness);
};
const arms = { treatment: [observed("treatment", "a", "b", 30)], control: [observed("control", "c", "d", 4)] };
const byName: PairPrediction = (a, b) => (a.record.workload < b.record.workload ? -1 : 1);
const byNameBut =
  (workload: string): PairPrediction =>
  (a, b) =>
    a.record.workload >= workload || b.record.workload >= workload ? byName(b, a) : byName(a, b);
/** Of most pairs it is not sure. */
const cautious: PairPrediction = (a, b) =>
  [a, b].every(({ record }) => record.workload >= "c" || record.sendMs < 0.004) ? byName(a, b) : 0;

const SORTED = "sorted";
const HEAP = "lazy-binary-heap";
const fitted = (...policies: readonly (readonly [Policy["discipline"], PairPrediction])[]): FittedRule =>
  fitRule(
    "workload-aware",
    {
      policies: policies.map(([discipline, predict]) => ({ discipline, predict, alikeInLine: false })),
      equalTo: () => null,
    },
    arms,
  );
const inTreatment = (rule: FittedRule) => ruleFit(rule, ({ treatment }) => treatment);
const inControl = (rule: FittedRule) => ruleFit(rule, ({ control }) => control);

test("a discipline that the control arm refutes is not the best one, however likely it makes the treatment", () => {
  const rule = fitted([HEAP, byNameBut("c")], [SORTED, cautious]);
  const [best, other] = rule.policies;
  expect(best?.discipline).toBe(SORTED);
  expect(other?.logLikelihood).toBeGreaterThan(best?.logLikelihood ?? 0);
  expect(inTreatment(rule)).toMatchObject({ discipline: SORTED, verdict: "explains", decisivePairs: 16, agreeing: 16 });
});

test("of disciplines that explain an order, the one that makes it most likely is the best", () => {
  const rule = fitted([HEAP, cautious], [SORTED, byName]);
  expect(inTreatment(rule)).toMatchObject({
    ...{ discipline: SORTED, verdict: "explains", decisivePairs: 900, agreeing: 900 },
    disciplines: [
      { discipline: SORTED, decisivePairs: 900, agreeing: 900, verdict: "explains" },
      { discipline: HEAP, decisivePairs: 16, agreeing: 16, verdict: "explains" },
    ],
  });
});

test("what the control arm refutes is refuted, and explains nothing", () => {
  const order = (predict: PairPrediction) => {
    const rule = fitted([SORTED, predict]);
    return { fits: [inTreatment(rule)], control: [inControl(rule)] };
  };
  const refuted = order(byNameBut("c"));
  expect(fitOf(refuted.fits, "workload-aware").verdict).toBe("explains");
  expect(verdictOn(refuted, "workload-aware")).toBe("refuted");
  expect(explaining(refuted)).toEqual([]);
  const explained = order(byName);
  expect(verdictOn(explained, "workload-aware")).toBe("explains");
  expect(explaining(explained)).toEqual(explained.fits);
  expect(explaining({ ...explained, fits: explained.fits.map((fit) => ({ ...fit, equalTo: "fcfs" })) })).toEqual([]);
});
