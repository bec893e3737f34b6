import { examine, scenarioReport } from "@wa-routing/analysis";
import type { ScenarioReport } from "@wa-routing/protocol";
import { findScenario, planScenario } from "@wa-routing/scenarios";
import { describe, expect, test } from "vitest";
import { type GeneratedRunOptions, generateRun } from "./generated-run.ts";

interface Made extends Partial<GeneratedRunOptions> {
  readonly order: GeneratedRunOptions["order"];
  readonly scenario?: string;
  readonly trialsPerArm?: number;
}

function reportOf({ scenario: name = "basic-priority", trialsPerArm = 3, ...options }: Made) {
  const scenario = { ...findScenario(name), sampling: { sampling: "fixed", trialsPerArm } } as const;
  const plan = planScenario(scenario, { seed: 7 });
  const examined = examine(plan, generateRun(plan, { seed: 7, routerLog: true, ...options }));
  return { examined, report: scenarioReport(examined) };
}

/** How far the ranks of a rule lie from those that were seen, as a mean over the requests. */
function meanDistance({ ranks }: ScenarioReport, rule: 0 | 1): number {
  const requests = ranks?.requests ?? [];
  return (
    requests.reduce((sum, { observed, predicted }) => sum + Math.abs(observed - predicted[rule]), 0) / requests.length
  );
}

describe("ranks", () => {
  test("of a router that keeps to the rule they are those of the rule, and far from first-come-first-served", () => {
    const { report } = reportOf({ order: "workload-aware" });
    expect(report.ranks?.rules[0]).toMatchObject({ rule: "workload-aware", verdict: "explains" });
    expect(report.ranks?.inversions).toEqual([]);
    expect(meanDistance(report, 0)).toBeLessThan(0.5);
    expect(meanDistance(report, 1)).toBeGreaterThan(5);
  });

  test("of fcfs the other way round, and each request that left too early is told", () => {
    const { report, examined } = reportOf({ order: "fcfs" });
    expect(meanDistance(report, 1)).toBe(0);
    expect(meanDistance(report, 0)).toBeGreaterThan(5);
    expect(report.ranks?.inversions.length).toBeGreaterThan(0);
    const workloadOf = new Map(examined.whole.requests.map(({ id, criticality }) => [id, criticality]));
    for (const { left, before } of report.ranks?.inversions ?? []) {
      expect(workloadOf.get(left)).toBeLessThan(workloadOf.get(before) as number);
    }
  });

  test("trials are shown whole: what is over the limit is left out with its number", () => {
    const { report } = reportOf({ order: "workload-aware", trialsPerArm: 22 });
    const { requests = [], requestsLeftOut = 0 } = report.ranks ?? {};
    expect(requests.length).toBeLessThanOrEqual(480);
    expect(requestsLeftOut).toBeGreaterThan(0);
    const sizes = new Map<number, number>();
    for (const { trial } of requests) sizes.set(trial, (sizes.get(trial) ?? 0) + 1);
    expect(new Set(sizes.values()).size).toBe(1);
    expect(report.cut.join(" ")).toContain(
      `${requests.length} of ${requests.length + requestsLeftOut} requests that were held`,
    );
  });
});

describe("the shown trial", () => {
  test("is the first of the treatment, with a place for every request that was held", () => {
    const { report, examined } = reportOf({ order: "workload-aware" });
    const first = examined.episodes.find(({ arm }) => arm === "treatment");
    expect(report.timeline?.trial).toBe(first?.trial);
    const places = report.timeline?.requests.flatMap(({ place }) => place ?? []).sort((a, b) => a - b);
    expect(places).toEqual(first?.members.map((_, at) => at + 1));
    for (const { sentMs, dispatchedMs, endMs, primed } of report.timeline?.requests ?? []) {
      expect(endMs).toBeGreaterThan(sentMs);
      if (!primed) expect(dispatchedMs).toBeGreaterThan(sentMs);
    }
  });

  test("lists who overtook whom, and those that it lists have their story", () => {
    const { report } = reportOf({ order: "workload-aware" });
    expect(report.overtakings?.table.rows.length).toBeGreaterThan(0);
    expect(report.overtakings?.table.rows.every((row) => row[5] === "")).toBe(true);
    expect(report.overtakings?.table.rows[0]?.[1]).toContain("(high)");
    expect(report.overtakings?.table.rows[0]?.[2]).toMatch(/of (low|medium)/);
    expect(report.stories[0]?.id).toBe(report.overtakings?.overtakers[0]);
    const story = report.stories[0]?.lines.map(({ witness }) => witness) ?? [];
    expect(new Set(story)).toEqual(new Set(["client", "router", "model server"]));
  });

  test("of fcfs nobody overtook, and who left too early stands in the last column", () => {
    const { report } = reportOf({ order: "fcfs" });
    expect(report.overtakings?.table.rows.every((row) => row[2] === "")).toBe(true);
    expect(report.overtakings?.table.rows[0]?.[5]).toBe("before 8 of medium, 8 of high");
  });
});

test("waits: high before low by their medians, each with its trials", () => {
  const { report } = reportOf({ order: "workload-aware", trialsPerArm: 6 });
  const treatment = report.waits?.spreads.filter(({ arm }) => arm === "treatment") ?? [];
  expect(treatment.map(({ workload }) => workload)).toEqual(["high", "medium", "low"]);
  expect(treatment.map(({ trialMediansMs }) => trialMediansMs.length)).toEqual([6, 6, 6]);
  for (const { medianMs, interval } of treatment) {
    expect(interval?.lowMs).toBeLessThanOrEqual(medianMs);
    expect(interval?.highMs).toBeGreaterThanOrEqual(medianMs);
  }
});

test("without a router's log the model servers' order is shown", () => {
  const { report } = reportOf({ order: "workload-aware", routerLog: false });
  expect(report.ranks?.witness).toBe("arrivals");
  expect(report.tables.map(({ title }) => title)).toContain("Witnesses of the order");
  expect(report.overhead).toBeNull();
});
