import { type Analysis, analyze, compareOrderings } from "@wa-routing/analysis";
import { findScenario, planScenario } from "@wa-routing/scenarios";
import { expect, test } from "vitest";
import type { GeneratedOrder } from "./generated-queue.ts";
import { generateRun } from "./generated-run.ts";

const SCENARIOS = ["basic-priority", "wait-time-boost"];

function analysesOf(order: GeneratedOrder, scenarios: readonly string[] = SCENARIOS): Analysis[] {
  return scenarios.map((name) => {
    const plan = planScenario(findScenario(name), { seed: 2 });
    return analyze(plan, generateRun(plan, { order, seed: 2, routerLog: true }));
  });
}

const compare = (...runs: readonly (readonly [ordering: string, analyses: readonly Analysis[]])[]) =>
  compareOrderings(
    runs.map(([ordering, analyses]) => ({ ordering, analyses })),
    { seed: 2, scenarios: SCENARIOS },
  );

const aware = analysesOf("workload-aware");
const fcfs = analysesOf("fcfs");

test("each ordering is explained by its own policy and refutes the other's", () => {
  const { verdict, runs } = compare(["workload-aware", aware], ["fcfs", fcfs]);
  expect(verdict).toBe("pass");
  const fitOf = (run: number, policy: string) => runs[run]?.fits.find((fit) => fit.policy === policy);
  expect(fitOf(0, "workload-aware")).toMatchObject({ fit: "explains", pValue: null, scenarios: SCENARIOS });
  expect(fitOf(0, "fcfs")).toMatchObject({ fit: "refuted" });
  expect(fitOf(0, "fcfs")?.pValue).toBeLessThan(1e-9);
  expect(fitOf(1, "fcfs")).toMatchObject({ fit: "explains" });
  expect(fitOf(1, "workload-aware")).toMatchObject({ fit: "refuted" });
  expect(runs.map(({ summary }) => summary)).toEqual([
    expect.stringMatching(/^explained by workload-aware.*; fcfs refuted$/),
    "explained by fcfs; workload-aware refuted",
  ]);
});

test("a policy that one scenario refutes is refuted, whatever the others say, and that scenario is named", () => {
  const [run] = compare(["workload-aware", aware]).runs;
  const strict = run?.fits.find(({ policy }) => policy === "strict-criticality");
  expect(strict).toMatchObject({ fit: "refuted", scenarios: ["wait-time-boost"] });
});

test("the control arm counts: what reverses the treatment only is not last come, first served", () => {
  const [run] = compare(["workload-aware", analysesOf("workload-aware", ["basic-priority"])]).runs;
  expect(run?.fits.find(({ policy }) => policy === "lifo")).toMatchObject({ fit: "refuted" });
});

test("an ordering that its own run refutes fails, and what explains the run is named", () => {
  const { verdict, runs } = compare(["workload-aware", fcfs], ["fcfs", fcfs]);
  expect(verdict).toBe("fail");
  expect(runs[0]).toMatchObject({
    verdict: "fail",
    summary: "workload-aware is refuted by its own run; explained by fcfs",
  });
  expect(runs[1]).toMatchObject({ verdict: "pass" });
});

test("an ordering that no policy models is explained by what explains it, and is not judged", () => {
  const { verdict, runs } = compare(["slo-deadline", fcfs], ["workload-aware", aware]);
  expect(runs[0]).toMatchObject({ policy: null, verdict: "not-measured", summary: "no model; explained by fcfs" });
  expect(verdict).toBe("pass");
  expect(compare(["slo-deadline", fcfs]).verdict).toBe("inconclusive");
});

test("a run whose evidence is too weak tells nothing, and says why", () => {
  const cut = aware.map((analysis) => ({ ...analysis, complete: false }));
  const { verdict, runs } = compare(["workload-aware", cut], ["fcfs", fcfs]);
  expect(verdict).toBe("inconclusive");
  expect(runs[0]).toMatchObject({
    verdict: "inconclusive",
    summary: "basic-priority: The run did not reach its end.",
    reasons: expect.arrayContaining([{ code: "run-incomplete", scenario: "basic-priority", figures: {} }]),
    fits: expect.arrayContaining([expect.objectContaining({ policy: "fcfs", fit: "undecided", decisivePairs: 0 })]),
  });
});

test("scenarios that hold no queue tell nothing", () => {
  const unheld = aware.map((analysis) => ({ ...analysis, attribution: [] }));
  expect(compare(["workload-aware", unheld]).runs[0]).toMatchObject({
    verdict: "inconclusive",
    summary: "too little was seen to tell workload-aware",
  });
});
