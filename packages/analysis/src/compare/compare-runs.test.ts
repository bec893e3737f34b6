import type { Check, RunManifest, Scenario, SuccessMetricId, Verdict } from "@wa-routing/protocol";
import { describe, expect, test } from "vitest";
import type { Analysis } from "../analysis.ts";
import { analysisOf } from "../checks/analysis.test-data.ts";
import { compareRuns } from "./compare-runs.ts";
import type { ComparedRun } from "./compared-run.ts";
import type { RepeatedFigure } from "./repeated-figures.ts";
import { runDifferences } from "./run-differences.ts";

const manifest = {
  toolVersion: "1.0.0",
  seed: 1,
  scenarios: ["basic-priority"],
  gateway: {
    ...{ environment: "standalone", model: "m", modelServers: ["a"], gate: "model-server" },
    router: { name: "epp", verbosity: "2" },
    witnesses: { routerLog: true, arrivals: true, routerMetrics: false },
  },
  host: { node: "v22.1.0", platform: "linux x64", cpus: 4, memoryBytes: 16 * 2 ** 30 },
} as unknown as RunManifest;

const scenario = {
  name: "basic-priority",
  title: "t",
  sampling: { sampling: "fixed", trialsPerArm: 3 },
  workloads: { high: { header: "context", criticality: 5 } },
  steps: [{ step: "hold" }],
  expectations: [],
} as unknown as Scenario;

interface Side {
  readonly verdicts?: Partial<Record<SuccessMetricId, Verdict | "optional-fail">>;
  readonly figures?: readonly Partial<RepeatedFigure>[];
  readonly analysis?: Partial<Analysis>;
}

function sideOf({ verdicts = {}, figures = [], analysis = {} }: Side = {}): ComparedRun {
  const checks = Object.entries(verdicts).map(([id, verdict]) => ({
    ...{ id, title: id, required: verdict !== "optional-fail" },
    verdict: verdict === "optional-fail" ? "fail" : verdict,
  }));
  const repeatedFigures = figures.map((figure) => ({
    ...{ figure: "claim-share", subject: null, values: [], step: 0 },
    ...figure,
  })) as RepeatedFigure[];
  return {
    manifest,
    scenarios: [scenario],
    analyses: [analysisOf({ repeatedFigures, ...analysis })],
    checklist: { schemaVersion: 2, verdict: "pass", checks: checks as unknown as Check[] },
  };
}

const compared = (run: Side, base: Side) => compareRuns(sideOf(run), sideOf(base));
const figure = (run: Partial<RepeatedFigure>, base: Partial<RepeatedFigure>) =>
  compared({ figures: [run] }, { figures: [{ ...run, ...base }] }).figures[0];

describe("the verdicts of a check", () => {
  const CHECK = "performance.no-timeouts";
  test.each([
    ["pass", "pass", { finding: "not-changed" }, "not-changed"],
    ["fail", "fail", { finding: "not-changed" }, "not-changed"],
    ["pass", "fail", { finding: "changed", direction: "worse" }, "regression"],
    ["fail", "pass", { finding: "changed", direction: "better" }, "changed"],
    ["pass", "inconclusive", { finding: "cannot-tell", because: "inconclusive", in: "run" }, "cannot-tell"],
    ["inconclusive", "fail", { finding: "cannot-tell", because: "inconclusive", in: "base" }, "cannot-tell"],
    ["inconclusive", "inconclusive", { finding: "cannot-tell", because: "inconclusive", in: "both" }, "cannot-tell"],
    ["pass", "not-measured", { finding: "cannot-tell", because: "not-measured", in: "run" }, "cannot-tell"],
    ["not-measured", "not-measured", { finding: "not-measured" }, "not-changed"],
  ] as const)("%s, then %s", (base, run, change, outcome) => {
    const comparison = compared({ verdicts: { [CHECK]: run } }, { verdicts: { [CHECK]: base } });
    expect(comparison.checks).toMatchObject([{ id: CHECK, base, run, change }]);
    expect(comparison.outcome).toBe(outcome);
  });

  test("that neither run requires changes no outcome", () => {
    const { checks, outcome } = compared({ verdicts: { [CHECK]: "optional-fail" } }, {});
    expect(checks).toEqual([]);
    expect(outcome).toBe("not-changed");
    const both = compareRuns(sideOf({ verdicts: { [CHECK]: "optional-fail" } }), {
      ...sideOf(),
      checklist: {
        ...sideOf().checklist,
        checks: [{ ...sideOf({ verdicts: { [CHECK]: "pass" } }).checklist.checks[0], required: false } as Check],
      },
    });
    expect(both.checks).toMatchObject([{ required: false, change: { finding: "changed", direction: "worse" } }]);
    expect(both.outcome).toBe("not-changed");
  });
});

describe("a figure", () => {
  const STEADY = [0.99, 1, 0.98, 1, 0.99, 1];
  test("within the margin is not changed, beyond it is, and between nobody can tell", () => {
    expect(figure({ values: STEADY }, {})?.change).toEqual({ finding: "not-changed" });
    const lower = STEADY.map((value) => value - 0.3);
    expect(figure({ values: lower }, { values: STEADY })?.change).toEqual({ finding: "changed", direction: "worse" });
    expect(figure({ values: STEADY }, { values: lower })?.change).toEqual({ finding: "changed", direction: "better" });
    const atMargin = STEADY.map((value) => value - 0.1);
    expect(figure({ values: atMargin }, { values: STEADY })?.change).toMatchObject({ because: "varies-too-much" });
  });

  test("of time is worse where it is longer, as a ratio, and one stalled trial of six does not count", () => {
    const steady = [10, 11, 10, 9, 10, 11];
    const of = { figure: "mean-wait", subject: null } as const;
    const tripled = figure({ ...of, values: steady.map((ms) => 3 * ms) }, { values: steady });
    expect(tripled).toMatchObject({ scale: "ratio", change: { finding: "changed", direction: "worse" } });
    expect(tripled?.difference?.value).toBeCloseTo(3);
    expect(figure({ ...of, values: steady.with(2, 500) }, { values: steady })?.change).toEqual({
      finding: "not-changed",
    });
  });

  test("of shares counts the one bad trial of ten: nobody can tell", () => {
    const bad = [1, 1, 1, 1, 1, 1, 1, 1, 1, 0];
    expect(figure({ values: bad }, { values: bad.fill(1, 9) })?.change.finding).toBe("not-changed");
    expect(figure({ values: [1, 1, 1, 1, 1, 1, 1, 1, 1, 0] }, { values: bad })?.change.finding).toBe("cannot-tell");
  });

  test("of who waited is neither better nor worse, and no regression", () => {
    const of = { figure: "queue-place", subject: "high", step: 0.01 } as const;
    const comparison = compared(
      { figures: [{ ...of, values: [0.8, 0.8, 0.8] }] },
      { figures: [{ ...of, values: [0.2, 0.2, 0.2] }] },
    );
    expect(comparison.figures[0]?.change).toEqual({ finding: "changed", direction: "neither" });
    expect(comparison.outcome).toBe("changed");
  });

  test("no two shares differ by more than all of it", () => {
    const wide = figure({ values: [0, 1] }, { values: [0.4, 0.6] })?.difference;
    expect(wide).toMatchObject({ low: -1, high: 1 });
    const ofTimes = figure({ figure: "overhead", values: [0, 100] }, { values: [40, 60] })?.difference;
    expect(ofTimes?.high).toBeGreaterThan(100);
  });

  test("of time that varies with the machine leaves nothing open, and that of one trial does", () => {
    const of = { figure: "mean-wait", subject: null } as const;
    const outcome = (values: number[]) =>
      compared({ figures: [{ ...of, values }] }, { figures: [{ ...of, values: [10, 30, 20] }] });
    expect(outcome([10, 40, 20]).figures[0]?.change).toMatchObject({ because: "varies-too-much" });
    expect(outcome([10, 40, 20]).outcome).toBe("not-changed");
    expect(outcome([10]).outcome).toBe("cannot-tell");
  });

  test("with one trial has no interval", () => {
    const change = { finding: "cannot-tell", because: "too-few-trials", in: "run" };
    expect(figure({ values: [1] }, { values: STEADY })).toMatchObject({ difference: null, trialsNeeded: null, change });
  });

  test("of equal shares in two coarse trials is not known to be the same, and it is said how many trials would do", () => {
    const coarse = figure({ values: [1, 1], step: 0.1 }, {});
    expect(coarse?.change).toMatchObject({ because: "varies-too-much" });
    const needed = coarse?.trialsNeeded as number;
    const enough = (count: number) => figure({ values: Array(count).fill(1), step: 0.1 }, {})?.change.finding;
    expect([enough(needed - 1), enough(needed)]).toEqual(["cannot-tell", "not-changed"]);
  });

  test.each([
    ["run-incomplete", { complete: false }],
    ["evidence-lost", { losses: [{ witness: "arrivals", text: "lost" }] }],
  ] as const)("of a run with %s says nothing, whatever it shows", (because, analysis) => {
    const figures = [{ values: [0, 0, 0] }];
    const comparison = compared({ figures, analysis }, { figures: [{ values: STEADY }] });
    expect(comparison.figures[0]?.change).toEqual({ finding: "cannot-tell", because, in: "run" });
    expect(compared({ figures, analysis }, { figures, analysis }).figures[0]?.change).toMatchObject({ in: "both" });
    expect(comparison.outcome).toBe("cannot-tell");
  });

  test("that only one run has cannot be compared", () => {
    const { figures } = compared({ figures: [{ values: STEADY }] }, {});
    expect(figures[0]?.change).toEqual({ finding: "cannot-tell", because: "not-measured", in: "base" });
  });

  test("of a scenario that the run never began cannot be compared", () => {
    const cut = { ...sideOf(), analyses: [], scenarios: [] };
    const { figures } = compareRuns(cut, sideOf({ figures: [{ values: STEADY }] }));
    expect(figures[0]?.change).toEqual({ finding: "cannot-tell", because: "run-incomplete", in: "run" });
  });

  test("has the wider an interval the more there are", () => {
    const one = compared({ figures: [{ values: STEADY }] }, { figures: [{ values: STEADY }] });
    const subjects = ["a", "b", "c", "d"].map((subject) => ({ values: STEADY, subject }));
    const four = compared({ figures: subjects }, { figures: subjects });
    expect(one.figureConfidence).toBeCloseTo(0.99);
    expect(four.figureConfidence ** 4).toBeCloseTo(0.99);
    expect(four.figures[0]?.difference?.high).toBeGreaterThan(one.figures[0]?.difference?.high as number);
  });
});

describe("runs that cannot be compared", () => {
  const changed = (change: (run: ComparedRun) => ComparedRun) => runDifferences(change(sideOf()), sideOf());
  const withManifest = (changes: object) => changed((run) => ({ ...run, manifest: { ...manifest, ...changes } }));
  const withGateway = (changes: object) => withManifest({ gateway: { ...manifest.gateway, ...changes } });
  const withHost = (changes: object) => withManifest({ host: { ...manifest.host, ...changes } });
  const withScenario = (changes: object) =>
    changed((run) => ({ ...run, scenarios: [{ ...scenario, ...changes } as Scenario] }));

  test.each([
    ["scenarios", withManifest({ scenarios: ["overhead"] }), "overhead", "basic-priority"],
    ["environment", withGateway({ environment: "embedded" }), "embedded", "standalone"],
    ["passes", withManifest({ passes: ["quiet", "verbose"] }), "quiet and verbose", "one"],
    ["-v", withGateway({ router: { verbosity: "5" } }), "5", "2"],
    ["gate", withGateway({ gate: "blockers" }), "blockers", "model-server"],
    ["witnesses", withGateway({ witnesses: { arrivals: true } }), "arrivals", "routerLog, arrivals"],
    ["model", withGateway({ model: "n" }), "n", "m"],
    ["model servers", withGateway({ modelServers: ["a", "b"] }), "2", "1"],
    ["platform", withHost({ platform: "darwin arm64" }), "darwin arm64", "linux x64"],
    ["CPUs", withHost({ cpus: 2 }), "2", "4"],
    ["memory", withHost({ memoryBytes: 8 * 2 ** 30 }), "8 GiB", "16 GiB"],
    ["Node.js", withHost({ node: "v24.0.0" }), "v24", "v22"],
    [
      "basic-priority.workloads.high.criticality",
      withScenario({ workloads: { high: { header: "context", criticality: 1 } } }),
      "1",
      "5",
    ],
    [
      "basic-priority.steps.1",
      withScenario({ steps: [{ step: "hold" }, { step: "drain" }] }),
      '{"step":"drain"}',
      "absent",
    ],
  ])("differ in %s", (what, differences, run, base) => {
    expect(differences).toEqual([{ what, run, base }]);
  });

  test("differ in what the router is held to", () => {
    const [analysis] = sideOf().analyses as [Analysis];
    const parameters = { ...analysis.parameters, waitWeight: 0.9 };
    expect(changed((run) => ({ ...run, analyses: [{ ...analysis, parameters }] }))).toEqual([
      { what: "--score wait-weight", run: "0.9", base: String(analysis.parameters.waitWeight) },
    ]);
  });

  test("do not differ in router, seed, trials, versions, or the words of a scenario", () => {
    expect(withGateway({ router: { name: "other", ordering: "fcfs", verbosity: "2" } })).toEqual([]);
    expect(withManifest({ seed: 2, toolVersion: "2.0.0" })).toEqual([]);
    expect(withHost({ node: "v22.9.9", memoryBytes: 16 * 2 ** 30 - 1000 })).toEqual([]);
    expect(withScenario({ title: "u", sampling: { sampling: "fixed", trialsPerArm: 9 } })).toEqual([]);
  });
});
