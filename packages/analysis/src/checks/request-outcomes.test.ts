import type { Outcome, Plan, RequestRecord } from "@wa-routing/protocol";
import { describe, expect, test } from "vitest";
import type { Analysis } from "../analysis.ts";
import { requestTimeouts } from "../evidence/request-timeouts.ts";
import { summariseRequests } from "../waits/request-summary.ts";
import { allComplete } from "./all-complete-check.ts";
import { logPoints } from "./log-points-check.ts";
import { noErrors } from "./no-errors-check.ts";
import { noTimeouts } from "./no-timeouts-check.ts";
import type { Judgement } from "./success-check.ts";

const PLAN = { prepare: [], trials: [], scenario: { sampling: { sampling: "fixed" } } } as unknown as Plan;

/** A run with a clean router log, of one completed request and those given. */
function analysisOf(ended: readonly (readonly [Outcome, number | null, string | null])[], complete = true): Analysis {
  const requests = [["completed", 200, null] as const, ...ended].map(
    ([outcome, status, errorCode], index) =>
      ({ id: `r${index}`, outcome, status, errorCode, errorText: "why", latenessMs: 0 }) as unknown as RequestRecord,
  );
  return {
    requests: summariseRequests(PLAN, requests, null, () => false),
    gateFailures: [],
    timeouts: requestTimeouts(
      requests.map((record) => ({ record, requestId: null })),
      null,
      () => false,
    ),
    joins: { duplicatedArrivals: 0 },
    health: { errorLines: 0, errors: [], restarts: 0 },
    situation: { environment: "existing", flavour: null, verbosity: null },
    ownEvents: 9,
    log: { lines: 9, unknownLines: 0, missingSeq: 0, damagedLines: 0, damage: [], gaps: [] },
    complete,
  } as unknown as Analysis;
}

const codes = ({ verdict, reasons }: Judgement) => [verdict, ...reasons.map(({ code }) => code)].join(" ");

describe("whose fault it is follows from who saw it", () => {
  test.each<[Outcome, number | null, string | null, string, string, string]>([
    // outcome, status, code; no-errors, all-complete, no-timeouts
    ["failed", 500, "HTTP_500", "fail requests-failed", "fail requests-not-completed", "pass"],
    ["failed", 502, "HTTP_502", "fail requests-failed", "fail requests-not-completed", "pass"],
    ["failed", 504, "HTTP_504", "fail requests-failed", "fail requests-not-completed", "fail requests-timed-out"],
    ["evicted", 503, "HTTP_503", "fail requests-failed", "fail requests-not-completed", "pass"],
    ["failed", 404, "HTTP_404", "pass", "fail requests-not-completed", "pass"],
    ["failed", 408, "HTTP_408", "pass", "fail requests-not-completed", "fail requests-timed-out"],
    ["rejected", 429, "HTTP_429", "pass", "fail requests-not-completed", "pass"],
    ["failed", 200, "ERROR_IN_BODY", "pass", "fail requests-not-completed", "pass"],
    ["failed", 200, "NO_COMPLETION", "pass", "fail requests-not-completed", "pass"],
    ["transport", null, "ECONNRESET", "inconclusive requests-unanswered", "fail requests-not-completed", "pass"],
    ["transport", 200, "UND_ERR_SOCKET", "inconclusive requests-unanswered", "fail requests-not-completed", "pass"],
    ["local", null, "EMFILE", "pass", "inconclusive requests-not-sent", "pass"],
    ["aborted", null, "ABORTED", "pass", "inconclusive requests-not-sent", "pass"],
    ["timed-out", null, "TIMEOUT", "pass", "fail requests-not-completed", "fail requests-timed-out"],
  ])("%s, status %s (%s)", (outcome, status, code, errors, completes, timeouts) => {
    const analysis = analysisOf([[outcome, status, code]]);
    expect(codes(noErrors.judge(analysis, null as never) as Judgement)).toBe(errors);
    expect(codes(allComplete.judge(analysis, null as never) as Judgement)).toBe(completes);
    expect(codes(noTimeouts.judge(analysis, null as never) as Judgement)).toBe(timeouts);
  });

  test("what this machine lost is not counted against the router beside what was lost elsewhere", () => {
    const judged = allComplete.judge(
      analysisOf([
        ["local", null, "EMFILE"],
        ["failed", 404, "HTTP_404"],
      ]),
      null as never,
    );
    expect(judged?.reasons).toEqual([
      { code: "requests-not-completed", figures: { notCompleted: 1, sent: 3, example: "r2 failed (HTTP_404): why" } },
    ]);
  });

  test("a run that was interrupted did not reach its end, whatever was under way", () => {
    expect(
      codes(allComplete.judge(analysisOf([["aborted", null, "ABORTED"]], false), null as never) as Judgement),
    ).toBe("inconclusive run-incomplete");
  });
});

test("log points are not judged where no request completed", () => {
  const none = { lines: {}, unnamed: {}, lacking: {}, requestsSeen: 0, requestsCompleted: 0, pointsFound: 0 };
  const analysis = { ...analysisOf([]), logPoints: none } as unknown as Analysis;
  expect(codes(logPoints.judge(analysis) as Judgement)).toBe("inconclusive no-request-completed");
});
