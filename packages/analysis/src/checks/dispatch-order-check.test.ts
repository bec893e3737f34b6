import { describe, expect, test } from "vitest";
import type { Analysis } from "../analysis.ts";
import { ARRIVALS, analysisOf, analysisWith, attributionOf, gist, perPoint } from "./analysis.test-data.ts";
import { dispatchOrder } from "./dispatch-order-check.ts";

const FIGURES = { decisivePairs: 20, agreeing: 19, pairsComparedWithArrivals: 100, swappedAtModelServers: 1 };
const seen = attributionOf("arrivals", { "workload-aware": "undecided", fcfs: "undecided" });

/** An analysis whose log shows such an order. */
const logged = (...verdicts: Parameters<typeof attributionOf> extends [unknown, ...infer Rest] ? Rest : never) => [
  seen,
  attributionOf("router-log", ...verdicts),
];
const PASSING = logged({ "workload-aware": "explains", fcfs: "refuted" });
const of = (attribution: Analysis["attribution"], others: Partial<Analysis> = {}) =>
  analysisOf({ attribution, ...others });

test("passes where the workload-aware rule explains the logged order, fcfs does not, and the arrivals agree", () => {
  const judgement = dispatchOrder.judge(of(PASSING));
  expect(gist(judgement)).toEqual({ verdict: "pass", reasons: [], figures: FIGURES });
  expect(judgement?.evidence).toEqual(["seen by router-log"]);
});

test("says nothing of an order that fcfs would give as well", () => {
  expect(dispatchOrder.judge(of(logged({ "workload-aware": "explains", fcfs: "explains" })))).toBeNull();
});

test("fails for a request that was logged as dispatched twice, and lists all of them", () => {
  const dispatchedTwice = [
    { id: "r7", times: 2 },
    { id: "r9", times: 3 },
  ];
  const judgement = dispatchOrder.judge({ ...analysisWith({ health: { dispatchedTwice } }), attribution: PASSING });
  expect(gist(judgement)).toEqual({
    verdict: "fail",
    reasons: [{ code: "dispatched-twice", figures: { id: "r7", times: 2 } }],
    figures: FIGURES,
  });
  expect(judgement?.evidence.map((text) => text.match(/\br?\d\b/g))).toEqual([
    ["r7", "2"],
    ["r9", "3"],
  ]);
});

test.each([
  ["logged", logged({ "workload-aware": "refuted", fcfs: "explains" }), "rule-refuted", ["explained-by"]],
  [
    "logged in the control arm",
    logged({ "workload-aware": "explains", fcfs: "refuted" }, { fcfs: "explains", "workload-aware": "refuted" }),
    "rule-refuted-in-control",
    [],
  ],
  [
    "that of the last to come first, as its control arm shows,",
    logged(
      { "workload-aware": "explains", lifo: "explains", fcfs: "refuted" },
      { lifo: "explains", "workload-aware": "refuted" },
    ),
    "rule-refuted-in-control",
    ["explained-by"],
  ],
] as const)("fails for an order that was %s, and that the rule does not give", (_, attribution, code, others) => {
  const judgement = dispatchOrder.judge(of(attribution));
  expect(judgement?.reasons[0]).toEqual({ code, figures: { agreeing: 19, pairs: 20 } });
  expect(judgement?.reasons.slice(1).map((reason) => reason.code)).toEqual(others);
  expect(gist(judgement)).toMatchObject({ verdict: "fail", figures: FIGURES });
  expect(judgement?.evidence).toEqual(["seen by router-log"]);
});

test("a control arm that the rule explains, or leaves undecided, is no failure", () => {
  for (const verdict of ["explains", "undecided"] as const) {
    const attribution = logged({ "workload-aware": "explains", fcfs: "refuted" }, { "workload-aware": verdict });
    expect(dispatchOrder.judge(of(attribution))?.verdict).toBe("pass");
  }
});

test("is inconclusive where too little was seen to tell the rule, and says what explains the order", () => {
  const judgement = dispatchOrder.judge(of(logged({ "workload-aware": "undecided", fcfs: "explains" })));
  expect(gist(judgement)).toMatchObject({
    verdict: "inconclusive",
    reasons: [{ code: "order-undecided", figures: {} }, { code: "explained-by" }],
    figures: FIGURES,
  });
  expect(judgement?.evidence).toEqual(["seen by router-log"]);
});

test("of times that were not kept it speaks where the rule is undecided, and nowhere else", () => {
  const lateSteps = { late: 1, steps: 6, plannedMs: 300, tookMs: 3200 };
  const codesOf = (aware: "undecided" | "refuted") => {
    const analysis = { ...of(logged({ "workload-aware": aware, fcfs: "refuted" })), lateSteps };
    return dispatchOrder.judge(analysis)?.reasons.map(({ code }) => code);
  };
  expect(codesOf("undecided")?.slice(0, 2)).toEqual(["order-undecided", "steps-late"]);
  expect(codesOf("refuted")).not.toContain("steps-late");
});

test("is inconclusive where the log does not show the order", () => {
  for (const analysis of [of([seen]), of([])]) {
    const judgement = dispatchOrder.judge(analysis);
    expect(judgement).toMatchObject({ verdict: "inconclusive", reasons: [{ code: "no-dispatch-positions" }] });
    expect(gist(judgement).figures).toMatchObject({ pairsComparedWithArrivals: 100 });
  }
});

test.each([
  [{ "workload-aware": "undecided", fcfs: "refuted" }, "inconclusive"],
  [{ "workload-aware": "explains", fcfs: "undecided" }, undefined],
] as const)("passes by nothing less than both verdicts: %o", (verdicts, verdict) => {
  expect(dispatchOrder.judge(of(logged(verdicts)))?.verdict).toBe(verdict);
});

test("says why the log shows no order: its lines are swapped, or name nobody", () => {
  const poor = { cause: "swapped", swapped: 9, pairs: 100, largestGapMs: 3, comparedWith: "send-order" };
  const log = { ...ARRIVALS, witness: "router-log", poor } as const as Analysis["witnesses"][number];
  const codeOf = (analysis: Analysis) => dispatchOrder.judge(analysis)?.reasons;
  expect(codeOf(of([seen], { witnesses: [ARRIVALS, log] }))).toEqual([
    { code: "log-lines-swapped", figures: { swapped: 9, pairs: 100 } },
  ]);
  const unnamed = analysisWith({ logPoints: { unnamed: perPoint(0, { dispatched: 7 }) } });
  expect(codeOf(unnamed)).toEqual([{ code: "dispatches-unnamed", figures: { lines: 7 } }]);
  const witnesses = [ARRIVALS, { ...log, poor: null }];
  expect(codeOf({ ...unnamed, witnesses })).toEqual([{ code: "no-dispatch-positions", figures: {} }]);
});

test("without anything seen its figures are 0", () => {
  const judgement = dispatchOrder.judge(of([], { witnesses: [] }));
  expect(judgement?.figures.map(({ value }) => value)).toEqual([0, 0, 0, 0]);
});

describe("weaknesses of the evidence leave it undecided, however the order looks", () => {
  const joined = (joins: Partial<Analysis["joins"]>) => ({ ...analysisWith({ joins }), attribution: PASSING });

  test.each([
    ["the run was cut short", of(PASSING, { complete: false }), [{ code: "run-incomplete" }]],
    [
      "too few arrivals were found",
      joined({ arrivalRate: 0.98 }),
      [{ code: "few-joined", figures: { percent: 98, witness: "arrivals" } }],
    ],
    [
      "nobody lists arrivals",
      joined({ arrivalRate: null }),
      [{ code: "few-joined", figures: { percent: 0, witness: "arrivals" } }],
    ],
    [
      "a dispatch is missing",
      joined({ dispatchRate: 0.995 }),
      [{ code: "dispatches-missing", figures: { percent: 99.5 } }],
    ],
  ])("%s", (_, analysis, reasons) => {
    const judgement = dispatchOrder.judge(analysis);
    expect(judgement).toMatchObject({ verdict: "inconclusive", reasons });
    expect(judgement?.reasons).toHaveLength(1);
    expect(gist(judgement).figures).toEqual(FIGURES);
    expect(judgement?.evidence).toEqual(["seen by router-log"]);
  });

  test("and nothing is weak at the bounds", () => {
    expect(dispatchOrder.judge(joined({ arrivalRate: 0.99, dispatchRate: null }))?.verdict).toBe("pass");
  });
});

test("takes the arrivals that confirm it from another pass where it is told so", () => {
  const analysis = of(PASSING, { witnesses: [] });
  expect(dispatchOrder.judge(analysis)?.reasons).toMatchObject([{ code: "log-only-witness" }]);
  const confirmed = dispatchOrder.judge(analysis, { confirmedBy: "another-pass", witnesses: [ARRIVALS] });
  expect(gist(confirmed)).toEqual({ verdict: "pass", reasons: [], figures: FIGURES });
});

test("says nothing without a log, or where no queue of the treatment was held", () => {
  const control = { trial: 0, arm: "control", members: 24, unproven: null };
  expect(dispatchOrder.judge(of(PASSING, { health: null }))).toBeNull();
  expect(dispatchOrder.judge(of(PASSING, { episodes: [control] }))).toBeNull();
  expect(dispatchOrder.judge(of(PASSING, { episodes: [] }))).toBeNull();
  const both = [control, { ...control, arm: "treatment" }];
  expect(dispatchOrder.judge(of(PASSING, { episodes: both }))?.verdict).toBe("pass");
});
