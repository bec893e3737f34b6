import { describe, expect, test } from "vitest";
import type { Analysis } from "../analysis.ts";
import type { ClaimAnalysis } from "../order/claim-analysis.ts";
import type { ClaimCounts } from "../order/order-claim.ts";
import { ARRIVALS, analysisOf, attributionOf, claimOf, FOLLOWED, gist } from "./analysis.test-data.ts";
import { judgeOrderClaim } from "./order-claim-check.ts";
import { criticalityOrder, ratePenalty, waitBoost } from "./order-claim-checks.ts";

const judged = (claim: ClaimAnalysis, changes: Partial<Analysis> = {}) => judgeOrderClaim(claim, analysisOf(changes));

test("a claim that is followed, against fcfs and against the rule without the term, passes", () => {
  const judgement = judged(claimOf({ excused: 2, violates: 1, wrongDispatches: 1, examples: ["r7 before r3"] }));
  expect(judgement).toEqual({
    verdict: "pass",
    reasons: [],
    figures: [
      { name: "shareThatFollows", value: 1, low: 0.93, high: 1, confidence: 0.95 },
      { name: "chanceInRandomOrder", value: 1e-6 },
      { name: "pairsThatFollow", value: 50 },
      { name: "inversions", value: 1 },
      { name: "wrongDispatches", value: 1 },
      { name: "excusedByLazyQueue", value: 2 },
      { name: "undecidedByWitness", value: 3 },
      { name: "undecidedByModel", value: 5 },
      { name: "pairsOpposedToFcfs", value: 48 },
      { name: "pairsOpposedWithoutTerm", value: 49 },
      { name: "contestedDispatches", value: 44 },
    ],
    evidence: ["seen by arrivals", "r7 before r3"],
  });
});

test("the control arm, where there is one, has its own figure", () => {
  const control = { ...FOLLOWED, plainShare: 0.5, plainInterval: { low: 0.4, high: 0.6 } };
  const judgement = judged(claimOf({}, { control, controlArm: true }));
  expect(judgement.verdict).toBe("pass");
  expect(judgement.figures.at(-1)).toEqual({
    name: "controlShare",
    value: 0.5,
    low: 0.4,
    high: 0.6,
    confidence: 0.95,
  });
});

const VIOLATED = { follows: 3, violates: 47, share: 0.06, interval: { low: 0.01, high: 0.17 } };

test("a claim that is clearly not followed fails, and what explains the order is said", () => {
  const attribution = [attributionOf("arrivals", { "workload-aware": "refuted", fcfs: "explains" })];
  const judgement = judged(claimOf(VIOLATED), { attribution });
  expect(judgement).toMatchObject({
    verdict: "fail",
    reasons: [
      { code: "claim-violated", figures: { follows: 3, decided: 50 } },
      { code: "explained-by", figures: { rules: "fcfs", discipline: null, agreeing: 19, pairs: 20 } },
    ],
    evidence: ["seen by arrivals"],
  });
  expect(gist(judgement).figures).toMatchObject({ shareThatFollows: 0.06, inversions: 47 });
});

test("a claim that is followed under another discipline is not violated", () => {
  const of = (high: number) => {
    const interval = { low: 0.66, high };
    const other = { discipline: "lazy-max-min-heap", follows: 40, violates: 10, interval } as const;
    return judged(claimOf(VIOLATED, { disciplines: [...claimOf(VIOLATED).disciplines, other] }));
  };
  expect(of(0.899).verdict).toBe("fail");
  expect(of(0.9)).toMatchObject({
    verdict: "inconclusive",
    reasons: [{ code: "share-undecided", figures: { lowPercent: 1, highPercent: 90 } }, { code: "explained-by" }],
  });
});

test("weak evidence leaves it undecided, and does not hide what explains the order", () => {
  const judgement = judged(claimOf(VIOLATED), { complete: false });
  expect(judgement).toMatchObject({
    verdict: "inconclusive",
    reasons: [
      { code: "run-incomplete" },
      { code: "explained-by", figures: { rules: "workload-aware", discipline: null, agreeing: 19, pairs: 20 } },
    ],
    evidence: ["seen by arrivals"],
  });
  expect(gist(judgement).figures).toMatchObject({ inversions: 47 });
});

test("without a treatment there is nothing but the weaknesses", () => {
  const nothing = judged(claimOf(null, { witness: null }), { attribution: [] });
  expect(nothing).toEqual({
    verdict: "inconclusive",
    reasons: [{ code: "order-unseen", figures: {} }],
    figures: [],
    evidence: [],
  });
  expect(judged(claimOf(null, { witness: null })).reasons.map(({ code }) => code)).toEqual([
    "order-unseen",
    "explained-by",
  ]);
});

test("without an attribution the order is unexplained, and only the overtakings are evidence", () => {
  const judgement = judged(claimOf({ examples: ["r7 before r3"] }), { attribution: [] });
  expect(judgement).toMatchObject({ verdict: "inconclusive", reasons: [{ code: "order-unexplained" }] });
  expect(judgement.evidence).toEqual(["r7 before r3"]);
});

test("a doubt leaves a claim undecided whose pairs follow", () => {
  const judgement = judged(claimOf({ pValue: 0.01 }));
  expect(judgement).toMatchObject({
    verdict: "inconclusive",
    reasons: [{ code: "random-order-fits" }, { code: "explained-by" }],
    evidence: ["seen by arrivals"],
  });
  expect(gist(judgement).figures).toMatchObject({ chanceInRandomOrder: 0.01 });
});

const LATE = { late: 1, steps: 6, plannedMs: 300, tookMs: 3200 };
const late = { code: "steps-late", figures: { ...LATE, cpus: 2, loadAtStart: 1, loadAtEnd: 9 } };

test.each([
  [{ pValue: 0.01 }, "random-order-fits"],
  [{ contested: 3 }, "few-contested"],
  [{ interval: { low: 0.85, high: 0.99 } }, "share-undecided"],
])("what is undecided by %o is said with times that were not kept", (treatment, code) => {
  const { verdict, reasons } = judged(claimOf(treatment), {
    lateSteps: LATE,
    machineLoad: { cpus: 2, atStart: 1, atEnd: 9 },
  });
  expect(verdict).toBe("inconclusive");
  expect(reasons.slice(0, 2)).toEqual([expect.objectContaining({ code }), late]);
});

test("times that were not kept take nothing from what can be decided, or cannot for another reason", () => {
  expect(judged(claimOf(), { lateSteps: LATE }).verdict).toBe("pass");
  expect(judged(claimOf(VIOLATED), { lateSteps: LATE }).reasons[0]?.code).toBe("claim-violated");
  const { reasons } = judged(claimOf(), { lateSteps: LATE, complete: false });
  expect(reasons.map(({ code }) => code)).toEqual(["run-incomplete", "explained-by"]);
});

describe("an interval that does not clear 0.9 decides nothing", () => {
  const undecided = (treatment: Partial<ClaimCounts>) => {
    const judgement = judged(claimOf({ interval: { low: 0.85, high: 0.99 }, ...treatment }));
    expect(judgement.verdict).toBe("inconclusive");
    expect(judgement.reasons[1]?.code).toBe("explained-by");
    expect(judgement.evidence).toEqual(["seen by arrivals"]);
    expect(judgement.figures).toHaveLength(11);
    return judgement.reasons[0];
  };

  test("whether it includes it or only touches it", () => {
    expect(undecided({})?.code).toBe("share-undecided");
    expect(undecided({ interval: { low: 0.9, high: 1 } })?.code).toBe("share-undecided");
    expect(undecided({ interval: { low: 0.5, high: 0.9 } })?.code).toBe("share-undecided");
  });

  test("of all pairs, or of those against fcfs alone", () => {
    const againstFcfs = { interval: { low: 0.93, high: 1 }, followsAgainstFcfs: 30, opposedToFcfs: 40 };
    expect(undecided(againstFcfs)).toMatchObject({
      code: "share-undecided",
      // 30 of 40, and not the share of all pairs, which is above the line.
      figures: { of: "opposed-to-fcfs", lowPercent: 58.8, highPercent: 87.3, neededPercent: 90 },
    });
  });

  test.each([
    // 94 pairs make an interval about 0.95 that is no wider than to 0.9; two trials gave 60 of them, or 20.
    ["as many as the share needs", { share: 0.95, follows: 57, violates: 3 }, 4],
    ["more, the fewer pairs a trial gives", { share: 0.95, follows: 19, violates: 1 }, 10],
    ["one more at least", { share: 1, follows: 500, violates: 0 }, 3],
    ["many for a share on the line", { share: 0.902, follows: 50, violates: 5 }, 20],
    ["many for an unknown share", { share: null, follows: 0, violates: 0 }, 20],
  ])("asks for more trials: %s", (_, treatment, trials) => {
    expect(undecided(treatment)?.figures).toMatchObject({ trials });
  });
});

test("each check judges its own claim, and says nothing of others", () => {
  const claims = [
    claimOf({}),
    claimOf(VIOLATED, { check: "functional.wait-boost" }),
    claimOf({ contested: 3 }, { check: "functional.rate-penalty" }),
  ];
  const analysis = analysisOf({ claims });
  expect([criticalityOrder, waitBoost, ratePenalty].map((check) => check.judge(analysis)?.verdict)).toEqual([
    "pass",
    "fail",
    "inconclusive",
  ]);
  expect(waitBoost.judge(analysisOf())).toBeNull();
});

test("an order that only the log shows is confirmed by the arrivals of another pass", () => {
  const claims = [claimOf({}, { witness: "router-log" })];
  const analysis = analysisOf({ claims, witnesses: [] });
  expect(criticalityOrder.judge(analysis)?.reasons[0]?.code).toBe("log-only-witness");
  const confirmed = criticalityOrder.judge(analysis, { confirmedBy: "another-pass", witnesses: [ARRIVALS] });
  expect(confirmed?.verdict).toBe("pass");
});
