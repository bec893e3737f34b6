import { seededRandom } from "@wa-routing/protocol";
import { describe, expect, test } from "vitest";
import { QUEUE_DISCIPLINES } from "../policy/queue-discipline.ts";
import type { PairPrediction, RuleOrder } from "./model-orders.ts";
import { observe } from "./policy-fit.ts";
import { explaining, fitOf, fitRule, ruleChances, ruleFit, verdictOn } from "./rule-fit.ts";
import { traceOf } from "./trace.test-data.ts";
import type { Witness } from "./witness.ts";

const witness: Witness = { name: "arrivals", bandMs: 1, sawAt: ({ arrival }) => arrival?.arrivedMs ?? null };
/** Held together, and dispatched in the order of the given letters. */
const seen = (letters: string) =>
  observe(
    {
      ...{ trial: 0, arm: "treatment" as const, unproven: null },
      members: [...letters].map((letter, place) =>
        traceOf(letter, { sentMs: place / 1000, arrivedMs: 1000 + 10 * place }),
      ),
    },
    witness,
  );
const alphabet: PairPrediction = (a, b) => (a.record.workload < b.record.workload ? -1 : 1);
const reversed: PairPrediction = (a, b) => alphabet(b, a);
const unsure: PairPrediction = () => 0;
/** The first half of the alphabet before the other; inside each it cannot tell. */
const halves: PairPrediction = (a, b) => {
  const [first, second] = [a.record.workload < "e", b.record.workload < "e"];
  return first === second ? 0 : first ? -1 : 1;
};
const ruleOf = (...predictions: readonly PairPrediction[]): RuleOrder => ({
  policies: predictions.map((predict, index) => ({
    ...{ discipline: QUEUE_DISCIPLINES[index] ?? null, alikeInLine: true, predict },
  })),
  equalTo: () => null,
});

const [IN_ORDER, REVERSED] = ["abcdefgh", "hgfedcba"] as const;
const fitted = (rule: RuleOrder, treatment: string, control?: string) =>
  fitRule("workload-aware", rule, {
    treatment: [seen(treatment)],
    control: control === undefined ? [] : [seen(control)],
  });
const inTreatment = (rule: RuleOrder, treatment: string, control?: string) =>
  ruleFit(fitted(rule, treatment, control), (policy) => policy.treatment);

describe("the discipline under which a rule does best", () => {
  test.each([
    ["that one explains the order is enough", [reversed, alphabet, reversed], "lazy-binary-heap", "explains"],
    ["one that is unsure is better than one that is refuted", [reversed, reversed, unsure], "sorted", "undecided"],
    ["where all are refuted, the rule is", [reversed, reversed, reversed], "lazy-max-min-heap", "refuted"],
    [
      "of two that explain it, that which is sure of more",
      [halves, alphabet, reversed],
      "lazy-binary-heap",
      "explains",
    ],
    ["of equals the first", [alphabet, alphabet, alphabet], "lazy-max-min-heap", "explains"],
  ] as const)("%s", (_, predictions, discipline, verdict) => {
    expect(inTreatment(ruleOf(...predictions), IN_ORDER)).toMatchObject({ discipline, verdict });
  });

  test("is chosen over both arms: what the control refutes is not chosen while another stands", () => {
    const rule = ruleOf(alphabet, halves);
    expect(inTreatment(rule, IN_ORDER)).toMatchObject({ discipline: "lazy-max-min-heap" });
    // In the control only the halves are as predicted.
    expect(inTreatment(rule, IN_ORDER, "dcbahgfe")).toMatchObject({
      discipline: "lazy-binary-heap",
      verdict: "explains",
    });
  });

  test("is none that the control refutes, however likely it makes both arms", () => {
    // Of small letters it tells the first ones, and no more; of capitals, in the control, that the last comes first.
    const few: PairPrediction = (a, b) => {
      const letters = [a, b].map(({ record }) => record.workload);
      if (letters.every((letter) => letter < "a")) return reversed(a, b);
      return letters.every((letter) => letter < "g") ? alphabet(a, b) : 0;
    };
    const rule = ruleOf(alphabet, few);
    expect(inTreatment(rule, "abcdefghijklmnopqrstuvwxyz", "EDCBA")).toMatchObject({
      ...{ discipline: "lazy-binary-heap", verdict: "explains", decisivePairs: 15, agreeing: 15 },
      disciplines: [{}, { discipline: "lazy-max-min-heap", verdict: "explains", decisivePairs: 325, agreeing: 325 }],
    });
  });

  test("all that were tried are told of, with their own figures", () => {
    expect(inTreatment(ruleOf(reversed, halves, alphabet), IN_ORDER).disciplines).toEqual([
      { discipline: "sorted", decisivePairs: 28, agreeing: 28, verdict: "explains" },
      { discipline: "lazy-binary-heap", decisivePairs: 16, agreeing: 16, verdict: "explains" },
      { discipline: "lazy-max-min-heap", decisivePairs: 28, agreeing: 0, verdict: "refuted" },
    ]);
  });
});

describe("the chance of a random order", () => {
  const chanceOf = (rule: RuleOrder, order: string) =>
    ruleChances([fitted(rule, order)], [seen(order)], seededRandom(1))[0] as number | null;

  test("is that of the best discipline, times the number of those that were tried, and no more than 1", () => {
    const one = chanceOf(ruleOf(alphabet), "abc") as number;
    expect(one).toBeCloseTo(1 / 6, 1);
    expect(chanceOf(ruleOf(alphabet, reversed, reversed), "abc")).toBeCloseTo(3 * one, 12);
    expect(chanceOf(ruleOf(alphabet, unsure, unsure), "ab")).toBe(1);
  });

  test("is not asked for where most pairs go against the rule", () => {
    expect(chanceOf(ruleOf(reversed), IN_ORDER)).toBeNull();
    expect(chanceOf(ruleOf(unsure), REVERSED)).toBeNull();
  });
});

test("what the control refutes is refuted, and explains nothing", () => {
  const bothArms = (control: string) => {
    const rule = fitted(ruleOf(alphabet), IN_ORDER, control);
    return {
      fits: [ruleFit(rule, ({ treatment }) => treatment)],
      control: [ruleFit(rule, (policy) => policy.control)],
    };
  };
  const refuted = bothArms(REVERSED);
  expect(fitOf(refuted.fits, "workload-aware").verdict).toBe("explains");
  expect(verdictOn(refuted, "workload-aware")).toBe("refuted");
  expect(explaining(refuted)).toEqual([]);
  const explained = bothArms(IN_ORDER);
  expect(verdictOn(explained, "workload-aware")).toBe("explains");
  expect(explaining(explained)).toEqual(explained.fits);
  expect(explaining({ ...explained, fits: explained.fits.map((fit) => ({ ...fit, equalTo: "fcfs" })) })).toEqual([]);
});
