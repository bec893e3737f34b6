import { expect, test } from "vitest";
import { allComplete } from "./all-complete-check.ts";
import { analysisOf, analysisWith, gist } from "./analysis.test-data.ts";

const FAILED = { outcomes: { completed: 46, failed: 2 }, examples: ["r7 failed", "r9 failed"] };

test("passes where every planned request was sent, and completed once", () => {
  expect(allComplete.judge(analysisOf())).toEqual({
    verdict: "pass",
    reasons: [],
    figures: [
      { name: "requests", value: 48 },
      { name: "completed", value: 48 },
      { name: "duplicatedArrivals", value: 0 },
    ],
    evidence: [],
  });
});

test("fails for requests that did not complete, and quotes them", () => {
  const judgement = allComplete.judge(analysisWith({ requests: FAILED }));
  expect(gist(judgement)).toEqual({
    verdict: "fail",
    reasons: [{ code: "requests-not-completed", figures: { notCompleted: 2, sent: 48, example: "r7 failed" } }],
    figures: { requests: 48, completed: 46, duplicatedArrivals: 0 },
  });
  expect(judgement?.evidence).toEqual(FAILED.examples);
});

test("fails where none completed, with no example where there is none", () => {
  expect(gist(allComplete.judge(analysisWith({ requests: { outcomes: {} } }))).reasons).toEqual([
    { code: "requests-not-completed", figures: { notCompleted: 48, sent: 48, example: null } },
  ]);
});

test("fails for one that arrived twice", () => {
  expect(gist(allComplete.judge(analysisWith({ joins: { duplicatedArrivals: 1 } })))).toEqual({
    verdict: "fail",
    reasons: [{ code: "duplicated-arrivals", figures: { requests: 1 } }],
    figures: { requests: 48, completed: 48, duplicatedArrivals: 1 },
  });
});

test.each([
  ["that was cut short", analysisOf({ complete: false })],
  ["that did not send every planned request", analysisWith({ requests: { planned: 49 } })],
  ["that sent none", analysisWith({ requests: { planned: 0, sent: 0, outcomes: {} } })],
])("is inconclusive for a run %s", (_, analysis) => {
  const { sent, outcomes } = analysis.requests;
  expect(gist(allComplete.judge(analysis))).toEqual({
    verdict: "inconclusive",
    reasons: [{ code: "run-incomplete", figures: { problem: null, code: null } }],
    figures: { requests: sent, completed: outcomes.completed ?? 0, duplicatedArrivals: 0 },
  });
});
