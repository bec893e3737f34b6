import type { WrittenScenario } from "@wa-routing/protocol";
import { expect, test } from "vitest";
import { catalogue, findScenario } from "./catalogue.ts";
import { defineScenario } from "./define-scenario.ts";
import { planScenario } from "./plan-scenario.ts";
import { checkReachable } from "./reachable-claims.ts";

const basic = findScenario("basic-priority");

function planOf(trialsPerArm: number, count: number, minimumContested = 20) {
  const expectations = basic.expectations.map((claim) => ({ ...claim, minimumContested }));
  const send = (workload: string) => ({
    step: "send" as const,
    streams: [{ workload, arrivals: { process: "burst" as const, count } }],
  });
  const [low, high] = Object.keys(basic.workloads) as [string, string];
  const steps = basic.steps.flatMap((step): WrittenScenario["steps"] =>
    step.step === "send" ? [] : step.step === "hold" ? [step, send(low), send(high)] : [step],
  );
  return planScenario(
    defineScenario({ ...basic, sampling: { sampling: "fixed", trialsPerArm }, steps, expectations }),
    { seed: 1 },
  );
}

test("2 trials of 8 requests cannot give 20 contested dispatches: refused, with the numbers", () => {
  const each = 4;
  expect(() => checkReachable(planOf(2, each))).toThrow(
    "basic-priority: functional.criticality-order: 2 trials of 8 held requests give at most 14 contested dispatches, and 20 are needed",
  );
  expect(() => checkReachable(planOf(2, each, 15))).toThrow(/at most 14 .* 15 are needed/);
  checkReachable(planOf(2, each, 14));
  checkReachable(planOf(3, each, 20));
});

test.each(catalogue.map((scenario) => [scenario.name, scenario] as const))("%s can be decided", (_, scenario) =>
  expect(checkReachable(planScenario(scenario, { seed: 1 }))).toBeUndefined(),
);
