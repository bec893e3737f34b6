import { expect, test } from "vitest";
import { analysisOf, analysisWith, gist } from "./analysis.test-data.ts";
import { noTimeouts } from "./no-timeouts-check.ts";

test("passes where none timed out", () => {
  expect(gist(noTimeouts.judge(analysisOf()))).toEqual({
    verdict: "pass",
    reasons: [],
    figures: { requests: 48, timedOut: 0, expiredInQueue: 0 },
  });
});

test("fails for one that did, and quotes it, whatever became of the run", () => {
  const timeouts = { requests: 1, expiredInQueue: 0, byGate: 0 };
  const one = { ...analysisWith({ requests: { examples: ["r3 timed-out"] } }), timeouts };
  for (const analysis of [one, { ...one, complete: false }]) {
    const judgement = noTimeouts.judge(analysis);
    expect(gist(judgement)).toEqual({
      verdict: "fail",
      reasons: [{ code: "requests-timed-out", figures: { timedOut: 1, expired: 0, sent: 48 } }],
      figures: { requests: 48, timedOut: 1, expiredInQueue: 0 },
    });
    expect(judgement?.evidence).toEqual(["r3 timed-out"]);
  }
});

test.each([
  ["was cut short", analysisOf({ complete: false }), 48],
  ["sent nothing", analysisWith({ requests: { sent: 0, outcomes: {} } }), 0],
])("is inconclusive for a run that %s", (_, analysis, requests) => {
  expect(gist(noTimeouts.judge(analysis))).toEqual({
    verdict: "inconclusive",
    reasons: [{ code: "run-incomplete", figures: { problem: null, code: null } }],
    figures: { requests, timedOut: 0, expiredInQueue: 0 },
  });
});

test("fails for those that the router's queue let expire", () => {
  expect(gist(noTimeouts.judge(analysisOf({ timeouts: { requests: 2, expiredInQueue: 2, byGate: 0 } })))).toEqual({
    verdict: "fail",
    reasons: [{ code: "requests-timed-out", figures: { timedOut: 2, expired: 2, sent: 48 } }],
    figures: { requests: 48, timedOut: 2, expiredInQueue: 2 },
  });
});
