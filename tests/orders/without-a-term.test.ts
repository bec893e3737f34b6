import { analyze, judge } from "@wa-routing/analysis";
import type { Scenario } from "@wa-routing/protocol";
import { defineScenario, findScenario, planScenario } from "@wa-routing/scenarios";
import { describe, expect, test } from "vitest";
import type { GeneratedOrder } from "./generated-queue.ts";
import { generateRun } from "./generated-run.ts";

// Scenarios in which another term happens to order as claimed: what is seen then says nothing about the claimed one.
const changed = (name: string, changes: Partial<Scenario>): Scenario =>
  defineScenario({ ...findScenario(name), ...changes });

const cases = [
  {
    term: "criticality",
    order: "without-criticality",
    check: "functional.criticality-order",
    scenario: changed("basic-priority", {
      prepare: [
        { step: "prime", workloads: ["low"], requestsEach: 40 },
        { step: "prime", workloads: ["medium"], requestsEach: 20 },
        { step: "prime", workloads: ["high"], requestsEach: 1 },
        { step: "pause", ms: 1600 },
      ],
    }),
  },
  {
    term: "rate",
    order: "without-rate",
    check: "functional.rate-penalty",
    scenario: changed("request-rate-fairness", {
      workloads: { flood: { header: "context", criticality: 3 }, steady: { header: "context", criticality: 4 } },
    }),
  },
  {
    term: "wait",
    order: "without-wait",
    check: "functional.wait-boost",
    scenario: changed("wait-time-boost", {
      workloads: {
        waiter: { header: "context", criticality: 4 },
        briefWaiter: { header: "context", criticality: 2 },
        rival: { header: "context", criticality: 3 },
      },
    }),
  },
] as const;

describe.each(cases)("another term speaks for what is claimed of the $term", ({ term, order, check, scenario }) => {
  const judged = (generated: GeneratedOrder, seed: number) => {
    const plan = planScenario(scenario, { seed });
    const analysis = analyze(plan, generateRun(plan, { order: generated, seed, routerLog: seed % 2 === 0 }));
    return { analysis, check: judge([analysis]).checks.find(({ id }) => id === check) };
  };

  test.each([1, 2, 3, 4])("a router without it does what is claimed, and does not pass (seed %i)", (seed) => {
    const { analysis, check: found } = judged(order, seed);
    const treatment = analysis.claims[0]?.treatment;
    // All that was asked for before: the pairs follow, fcfs is refuted, and the policy explains the whole order.
    expect(treatment?.violates).toBe(0);
    expect(treatment?.opposedToFcfs).toBeGreaterThan(60);
    expect(analysis.attribution[0]?.text).toMatch(/^explained by workload-aware, fcfs refuted/);
    expect(found).toMatchObject({ verdict: "inconclusive" });
    expect(found?.reasons[0]).toMatchObject({ code: "ablation-not-opposed", figures: { term, needed: 20 } });
  });

  test("nor does one that has it: it cannot be told", () => {
    expect(judged("workload-aware", 1).check).toMatchObject({ verdict: "inconclusive" });
  });
});

test("where all other terms speak against the claim, the policy without the claimed one is refuted in the attribution", () => {
  const plan = planScenario(findScenario("request-rate-fairness"), { seed: 2 });
  const { attribution } = analyze(plan, generateRun(plan, { order: "workload-aware", seed: 2, routerLog: true }));
  for (const { withoutTerm } of attribution) {
    expect(withoutTerm).toMatchObject([{ rule: "workload-aware-without-rate", verdict: "refuted" }]);
  }
});
