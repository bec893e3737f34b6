import { expect, test } from "vitest";
import { analysisOf, analysisWith, gist } from "./analysis.test-data.ts";
import { noErrors } from "./no-errors-check.ts";

const FIGURES = { requests: 48, routerErrors: 0, restarts: 0, serverErrors: 0, unansweredRequests: 0 };

test("passes where the log tells of no error and no restart, and no request failed", () => {
  expect(gist(noErrors.judge(analysisOf()))).toEqual({ verdict: "pass", reasons: [], figures: FIGURES });
});

test("fails for errors in the log: the first is the reason, all are counted, and the first are quoted", () => {
  const health = { errorLines: 7, errors: ["line 3: panic", "line 9: nil map"] };
  const judgement = noErrors.judge(analysisWith({ health }));
  expect(gist(judgement)).toEqual({
    verdict: "fail",
    reasons: [{ code: "router-error", figures: { errors: 7, example: "line 3: panic" } }],
    figures: { ...FIGURES, routerErrors: 7 },
  });
  expect(judgement?.evidence).toEqual(["line 3: panic", "line 9: nil map"]);
});

test("fails for a restart", () => {
  expect(gist(noErrors.judge(analysisWith({ health: { restarts: 1 } })))).toEqual({
    verdict: "fail",
    reasons: [{ code: "router-restarted", figures: { restarts: 1 } }],
    figures: { ...FIGURES, restarts: 1 },
  });
});

test("fails for answers of 5xx, with or without a log", () => {
  const analysis = analysisWith({
    requests: {
      outcomes: { completed: 41, failed: 1, evicted: 2, transport: 4 },
      serverErrors: 3,
      examples: ["r7 failed"],
    },
  });
  for (const each of [analysis, { ...analysis, log: null, health: null }]) {
    const judgement = noErrors.judge(each);
    expect(gist(judgement)).toEqual({
      verdict: "fail",
      reasons: [{ code: "requests-failed", figures: { failed: 3, sent: 48, example: "r7 failed" } }],
      figures: { ...FIGURES, serverErrors: 3, unansweredRequests: 4 },
    });
    expect(judgement?.evidence).toEqual(["r7 failed"]);
  }
  const unquoted = noErrors.judge(analysisWith({ requests: { serverErrors: 1 } }));
  expect(unquoted?.reasons).toEqual([{ code: "requests-failed", figures: { failed: 1, sent: 48, example: null } }]);
});

test("is inconclusive for requests without an answer: who lost them is not known", () => {
  const judgement = noErrors.judge(
    analysisWith({ requests: { outcomes: { completed: 44, transport: 4 }, examples: ["r7 transport"] } }),
  );
  expect(gist(judgement)).toEqual({
    verdict: "inconclusive",
    reasons: [{ code: "requests-unanswered", figures: { unanswered: 4, sent: 48, example: "r7 transport" } }],
    figures: { ...FIGURES, unansweredRequests: 4 },
  });
  expect(judgement?.evidence).toEqual(["r7 transport"]);
});

test("what another run's log says of errors and restarts is not held against the router", () => {
  const health = { errorLines: 1, errors: ["line 3: panic"], restarts: 1 };
  const other = { ...analysisWith({ health, log: { foreignEvents: 9 } }), ownEvents: 0 };
  expect(gist(noErrors.judge(other)).figures).toEqual(FIGURES);
});

test("says all that went wrong, the router's own errors first", () => {
  const analysis = analysisWith({
    health: { errorLines: 1, errors: ["line 3: panic"], restarts: 2 },
    requests: { outcomes: { failed: 1 }, serverErrors: 1, examples: ["r7 failed"] },
  });
  const judgement = noErrors.judge(analysis);
  expect(judgement?.reasons.map(({ code }) => code)).toEqual(["router-error", "router-restarted", "requests-failed"]);
  expect(judgement?.evidence).toEqual(["line 3: panic", "r7 failed"]);
});

test.each([
  ["without a log", analysisOf({ log: null, health: null }), "no-router-log", {}],
  ["with a log without a line", analysisWith({ log: { lines: 0 } }), "log-empty", {}],
  ["that was cut short", analysisOf({ complete: false }), "run-incomplete", { problem: null, code: null }],
] as const)("is inconclusive for a run %s", (_, analysis, code, why) => {
  expect(gist(noErrors.judge(analysis))).toEqual({
    verdict: "inconclusive",
    reasons: [{ code, figures: why }],
    figures: FIGURES,
  });
});

test("is not measured by the silence of a picker that writes nothing while it is well, and fails all the same for what it answered", () => {
  const silent = (changes: object = {}, flavour = "fork", verbosity = 2) => {
    const situation = { environment: "standalone", flavour, ordering: "workload-aware", verbosity } as const;
    const analysis = analysisWith({ log: { lines: 0 }, ...changes });
    return noErrors.judge({ ...analysis, situation })?.verdict ?? null;
  };
  expect(silent()).toBeNull();
  expect(silent({ requests: { serverErrors: 1 } })).toBe("fail");
  expect(silent({ requests: { outcomes: { completed: 44, transport: 4 } } })).toBe("inconclusive");
  expect(silent({}, "fork", 4)).toBe("inconclusive");
  expect(silent({}, "llm-d-router")).toBe("inconclusive");
});

test("is inconclusive where the log is known to lack lines: one of them may be an error", () => {
  const judgement = noErrors.judge(analysisWith({ log: { missingSeq: 2 } }));
  expect(gist(judgement)).toMatchObject({ verdict: "inconclusive", reasons: [{ code: "log-incomplete" }] });
  const health = { errorLines: 1, errors: ["line 3: panic"] };
  const failed = noErrors.judge(analysisWith({ log: { missingSeq: 2 }, health }));
  expect(failed?.verdict).toBe("fail");
});
