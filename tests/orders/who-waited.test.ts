import { analyze } from "@wa-routing/analysis";
import { findScenario, planScenario } from "@wa-routing/scenarios";
import { expect, test } from "vitest";
import { readCapture } from "../captures/read-capture.ts";
import { type GeneratedRunOptions, generateRun } from "./generated-run.ts";

function foundOf({ waits }: ReturnType<typeof analyze>) {
  return waits?.workloads.map(({ treatment, againstControl }) => [treatment.workload, againstControl?.found]);
}

function generated(order: GeneratedRunOptions["order"], trialsPerArm: number) {
  const scenario = { ...findScenario("basic-priority"), sampling: { sampling: "fixed", trialsPerArm } } as const;
  const plan = planScenario(scenario, { seed: 5 });
  return analyze(plan, generateRun(plan, { order, seed: 5, routerLog: false }));
}

test("a router that orders by workload: high waits less than in the control, low longer", () => {
  expect(foundOf(generated("workload-aware", 6))).toEqual([
    ["high", "shorter"],
    ["medium", "unclear"],
    ["low", "longer"],
  ]);
});

test("fcfs: whoever was sent last waits longest, in the treatment as in the control", () => {
  expect(foundOf(generated("fcfs", 6))).toEqual([
    ["low", "unclear"],
    ["medium", "unclear"],
    ["high", "unclear"],
  ]);
});

test("three trials of each arm are too few to say so", () => {
  expect(foundOf(generated("workload-aware", 3))?.map(([, found]) => found)).toEqual(Array(3).fill("too-few-trials"));
});

test("a recorded run of ten trials: the same, on a real router", () => {
  const { plan, evidence } = readCapture("refepp-wa");
  const analysis = analyze(plan, evidence);
  expect(foundOf(analysis)).toEqual([
    ["high", "shorter"],
    ["med", "unclear"],
    ["low", "longer"],
  ]);
  expect(analysis.waits).toMatchObject({ measure: "wait", queues: 20, unprovenQueues: 0, leastTrials: 5 });
});
