import type { Expectation, Plan, Scenario } from "@wa-routing/protocol";
import { describe, expect, test } from "vitest";
import { QUEUE_DISCIPLINES } from "../policy/queue-discipline.ts";
import { claimAnalysis, claimedTerms } from "./claim-analysis.ts";
import type { ModelOrders } from "./model-orders.ts";
import type { Replays } from "./replays.ts";
import { traceOf } from "./trace.test-data.ts";
import type { Witness } from "./witness.ts";

const witness: Witness = { name: "arrivals", bandMs: 1, sawAt: ({ arrival }) => arrival?.arrivedMs ?? null };
const minimumContested = 3;
const precedence = (check: string) =>
  ({ check, precedences: [{ first: "high", second: "low" }], minimumContested }) as unknown as Expectation;
const references = {
  ...{ check: "functional.default-workload", references: ["low"], minimumLevels: 2, minimumContested },
} as unknown as Expectation;
const planOf = (expectations: readonly Expectation[], control = true) =>
  ({
    seed: 1,
    scenario: { expectations, ...(control ? { control: { control: "without-header" } } : {}) } as unknown as Scenario,
  }) as Plan;
const episode = (trial: number, arm: "treatment" | "control") => ({
  ...{ trial, arm, unproven: null },
  members: [
    traceOf("high", { sentMs: 1 + trial, arrivedMs: 10, criticality: 5 }),
    traceOf("low", { sentMs: 2 + trial, arrivedMs: 20, criticality: 1 }),
  ],
});
const episodes = [episode(0, "treatment"), episode(1, "control"), episode(2, "treatment")];
const always = {
  policies: [null, ...QUEUE_DISCIPLINES].map((discipline) => ({
    discipline,
    alikeInLine: true,
    predict: () => -1 as const,
  })),
};
const orders = new Proxy({}, { get: () => always }) as ModelOrders;
const replaysOf = () => ({ orders }) as Replays;
const analysed = (plan: Plan, of?: Witness) =>
  plan.scenario.expectations.flatMap((expectation) =>
    claimAnalysis(plan, expectation, episodes, of, "sorted", replaysOf),
  );

test("a claim about precedences is counted in both arms, with the chance in the treatment alone", () => {
  const [claim, ...others] = analysed(planOf([precedence("functional.criticality-order")]), witness);
  expect(others).toEqual([]);
  expect(claim).toMatchObject({
    ...{ check: "functional.criticality-order", witness: "arrivals", minimumContested, controlArm: true },
    treatment: { pairs: 2, follows: 2, episodes: 2, pValue: expect.closeTo(1, 1) },
    control: { pairs: 1, follows: 1, episodes: 1, pValue: null },
  });
});

test.each([
  ["without a control arm", planOf([precedence("functional.criticality-order")], false), false],
  ["of rows against references", planOf([references]), true],
])("a claim %s is counted in the treatment alone", (_, plan, controlArm) => {
  expect(analysed(plan, witness)).toMatchObject([{ treatment: { follows: 2 }, control: null, controlArm }]);
});

test("without a witness nothing is counted; what is no claim about an order is none", () => {
  expect(analysed(planOf([references]))).toEqual([
    {
      ...{ check: "functional.default-workload", witness: null, minimumContested },
      ...{ treatment: null, control: null, controlArm: true, discipline: "sorted", disciplines: [] },
    },
  ]);
  expect(analysed(planOf([{ check: "performance.overhead" } as unknown as Expectation]), witness)).toEqual([]);
});

describe("the term that a claim is about", () => {
  test.each([
    ["functional.criticality-order", "criticality"],
    ["functional.wait-boost", "wait"],
    ["functional.rate-penalty", "rate"],
  ])("%s: %s", (check, term) => {
    const [claim] = analysed(planOf([precedence(check)]), witness);
    expect(claim?.treatment?.withoutTerm.term).toBe(term);
  });

  test("each of a scenario once", () => {
    const { scenario } = planOf([
      precedence("functional.criticality-order"),
      precedence("functional.wait-boost"),
      references,
      { check: "performance.overhead" } as unknown as Expectation,
    ]);
    expect(claimedTerms(scenario)).toEqual(["criticality", "wait"]);
  });
});
