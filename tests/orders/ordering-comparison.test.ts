import { type Analysis, analyze, compareOrderings } from "@wa-routing/analysis";
import type { PlannedRequest } from "@wa-routing/protocol";
import { findScenario, planScenario } from "@wa-routing/scenarios";
import { describe, expect, test } from "vitest";
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

test("each ordering is explained by its own rule and refutes the other's", () => {
  const { verdict, runs } = compare(["workload-aware", aware], ["fcfs", fcfs]);
  expect(verdict).toBe("pass");
  const fitOf = (run: number, rule: string) => runs[run]?.fits.find((fit) => fit.rule === rule);
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

test("a rule that one scenario refutes is refuted, whatever the others say, and that scenario is named", () => {
  const [run] = compare(["workload-aware", aware]).runs;
  const strict = run?.fits.find(({ rule }) => rule === "strict-criticality");
  expect(strict).toMatchObject({ fit: "refuted", scenarios: ["wait-time-boost"] });
});

test("the control arm counts: what reverses the treatment only is not last come, first served", () => {
  const [run] = compare(["workload-aware", analysesOf("workload-aware", ["basic-priority"])]).runs;
  expect(run?.fits.find(({ rule }) => rule === "lifo")).toMatchObject({ fit: "refuted" });
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

test("an ordering that no rule models is explained by what explains it, and is not judged", () => {
  const { verdict, runs } = compare(["round-robin", fcfs], ["workload-aware", aware]);
  expect(runs[0]).toMatchObject({ rule: null, verdict: "not-measured", summary: "no model; explained by fcfs" });
  expect(verdict).toBe("pass");
  expect(compare(["round-robin", fcfs]).verdict).toBe("inconclusive");
});

describe("orderings by deadlines", () => {
  // Each is sent later than the one before, and asked for so much earlier that it is due first.
  const HEADER = { "slo-deadline": "x-llm-d-slo-ttft-ms", edf: "x-llm-d-inference-ttl" } as const;
  const byDeadline = (order: "fcfs" | keyof typeof HEADER, header: keyof typeof HEADER) => {
    const plan = planScenario(findScenario("basic-priority"), { seed: 2 });
    const headersOf = ({ arrivalMs }: PlannedRequest) => ({
      [HEADER[header]]: `${Math.round(9000 - 5 * arrivalMs)}${header === "edf" ? "ms" : ""}`,
    });
    return [analyze(plan, generateRun(plan, { order, headersOf, seed: 2, routerLog: true }))];
  };

  test.each(["slo-deadline", "edf"] as const)("%s is told from fcfs by the same requests", (ordering) => {
    const fcfsRun = byDeadline("fcfs", ordering);
    const { verdict, runs } = compare([ordering, byDeadline(ordering, ordering)], ["fcfs", fcfsRun]);
    expect(runs.map(({ summary }) => summary)).toEqual([
      expect.stringMatching(new RegExp(`^explained by .*${ordering}.*; fcfs refuted$`)),
      expect.stringMatching(new RegExp(`^explained by fcfs.*; ${ordering} refuted$`)),
    ]);
    expect(verdict).toBe("pass");
  });

  test.each(["slo-deadline", "edf"] as const)(
    "%s without deadlines is named as equal to fcfs, and cannot be told from it",
    (ordering) => {
      const { verdict, runs } = compare([ordering, fcfs], ["fcfs", fcfs]);
      const equal = `explained by fcfs; ${ordering} is equal to fcfs here`;
      expect(runs.map(({ summary }) => summary)).toEqual([
        `${equal}; fcfs not refuted`,
        `${equal}; ${ordering} not refuted`,
      ]);
      expect(runs[0]?.fits.find(({ rule }) => rule === ordering)).toMatchObject({ equalTo: "fcfs", fit: "explains" });
      expect(verdict).toBe("inconclusive");
      expect(compare([ordering, fcfs]).runs[0]).toMatchObject({ verdict: "pass", summary: equal });
    },
  );
});

describe("a discipline is the router's own affair", () => {
  test.each(["lazy-binary-heap", "sorted"] as const)(
    "workload-aware under %s passes in all scenarios together",
    (discipline) => {
      const analyses = SCENARIOS.map((name) => {
        const plan = planScenario(findScenario(name), { seed: 2 });
        return analyze(plan, generateRun(plan, { order: "workload-aware", discipline, seed: 2, routerLog: true }));
      });
      const [run] = compare(["workload-aware", analyses]).runs;
      expect(run).toMatchObject({ verdict: "pass" });
      expect(run?.fits.find(({ rule }) => rule === "workload-aware")).toMatchObject({ fit: "explains", equalTo: null });
    },
  );

  test("one that is not the same in all scenarios explains nothing", () => {
    const [first, second] = aware;
    const only = (analysis: Analysis | undefined, discipline: string): Analysis => ({
      ...(analysis as Analysis),
      attribution: (analysis as Analysis).attribution.map((order) => ({
        ...order,
        fits: order.fits.map((fit) => ({
          ...fit,
          disciplines: fit.disciplines.map((tried) => ({
            ...tried,
            verdict:
              tried.discipline === null || tried.discipline === discipline ? tried.verdict : ("refuted" as const),
          })),
        })),
      })),
    });
    const [run] = compare(["workload-aware", [only(first, "sorted"), only(second, "lazy-max-min-heap")]]).runs;
    expect(run).toMatchObject({ verdict: "fail" });
  });
});

test("a run whose evidence is too weak tells nothing, and says why", () => {
  const cut = aware.map((analysis) => ({ ...analysis, complete: false }));
  const { verdict, runs } = compare(["workload-aware", cut], ["fcfs", fcfs]);
  expect(verdict).toBe("inconclusive");
  expect(runs[0]).toMatchObject({
    verdict: "inconclusive",
    summary: "basic-priority: The run did not reach its end.",
    reasons: expect.arrayContaining([
      { code: "run-incomplete", scenario: "basic-priority", figures: { problem: null, code: null } },
    ]),
    fits: expect.arrayContaining([expect.objectContaining({ rule: "fcfs", fit: "undecided", decisivePairs: 0 })]),
  });
});

test("scenarios that hold no queue tell nothing", () => {
  const unheld = aware.map((analysis) => ({ ...analysis, attribution: [] }));
  expect(compare(["workload-aware", unheld]).runs[0]).toMatchObject({
    verdict: "inconclusive",
    summary: "too little was seen to tell workload-aware",
  });
});
