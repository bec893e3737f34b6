import { LOG_POINTS } from "@wa-routing/protocol";
import { expect, test } from "vitest";
import { analysisOf, analysisWith, gist, perPoint } from "./analysis.test-data.ts";
import { logPoints } from "./log-points-check.ts";

const FIGURES = {
  requests: 48,
  requestsSeen: 48,
  contextExtractedLines: 48,
  activeIncrementedLines: 48,
  admittedLines: 48,
  scoreComputedLines: 48,
  dispatchedLines: 48,
  activeDecrementedLines: 48,
  unnamedLines: 0,
  damagedLines: 0,
  missingSeq: 0,
};

test("passes where every completed request has every point, and counts the lines of each", () => {
  const judgement = logPoints.judge(analysisOf());
  expect(gist(judgement)).toEqual({ verdict: "pass", reasons: [], figures: FIGURES });
  expect(judgement?.evidence.map((line) => line.match(/\d+/g))).toEqual(Array(6).fill(["48", "0"]));
});

test("fails for points without a single line, by name, in a log with others", () => {
  const counts = { lines: perPoint(48, { dispatched: 0, "score-computed": 0 }), pointsFound: 4 };
  const judgement = logPoints.judge(analysisWith({ logPoints: counts }));
  expect(gist(judgement)).toEqual({
    verdict: "fail",
    reasons: [
      {
        code: "log-points-missing",
        figures: {
          found: 4,
          points: 6,
          missing: Object.entries(LOG_POINTS)
            .flatMap(([point, name]) => (point === "dispatched" || point === "score-computed" ? [name] : []))
            .join(", "),
        },
      },
    ],
    figures: { ...FIGURES, dispatchedLines: 0, scoreComputedLines: 0 },
  });
  expect(judgement?.evidence).toHaveLength(6);
});

test("fails for points that some requests lack, where the log shows that they were not written", () => {
  const unwritten = { requests: 27, points: ["dispatched", "admitted"], workloads: ["medium"] } as const;
  const lacking = perPoint(0, { dispatched: 27, admitted: 9 });
  const of = (log: object) => logPoints.judge(analysisWith({ logPoints: { unwritten, lacking }, log }));
  expect(of({})).toMatchObject({
    verdict: "fail",
    reasons: [
      {
        code: "log-points-unwritten",
        figures: {
          ...{ requests: 27, completed: 48, workloads: "medium" },
          points: `${LOG_POINTS.dispatched}, ${LOG_POINTS.admitted}`,
        },
      },
    ],
  });
  for (const log of [{ missingSeq: 1 }, { damagedLines: 1 }]) {
    expect(of(log)).toMatchObject({ verdict: "inconclusive", reasons: [{ code: "log-incomplete" }] });
  }
});

test("does not hold missing points against a log of which numbers are lost", () => {
  const changes = { logPoints: { lines: perPoint(48, { dispatched: 0 }) }, log: { missingSeq: 1 } };
  const judgement = logPoints.judge(analysisWith(changes));
  expect(judgement).toMatchObject({ verdict: "inconclusive", reasons: [{ code: "log-incomplete" }] });
});

test("counts the lines that name no request", () => {
  const unnamed = perPoint(0, { dispatched: 48, admitted: 2 });
  const judgement = logPoints.judge(analysisWith({ logPoints: { unnamed } }));
  expect(gist(judgement)).toEqual({ verdict: "pass", reasons: [], figures: { ...FIGURES, unnamedLines: 50 } });
});

test("does not hold a point against a log whose lines of it do not say whom they are about", () => {
  const lines = perPoint(48, { dispatched: 0 });
  const of = (message: string, lacks: readonly string[]) => {
    const damage = [{ message: "Another line", lines: 1, firstLine: 2, lacks: ["seq"] }].concat([
      { message, lines: 48, firstLine: 9, lacks: [...lacks] },
    ]);
    return logPoints.judge(analysisWith({ logPoints: { lines, pointsFound: 5 }, log: { damage } as never }));
  };
  expect(of(`${LOG_POINTS.dispatched} now`, ["request_id", "workload_id"])).toMatchObject({
    verdict: "inconclusive",
    reasons: [
      {
        code: "log-points-unread",
        figures: { message: `${LOG_POINTS.dispatched} now`, lines: 48, firstLine: 9, lacks: "request_id, workload_id" },
      },
    ],
  });
  expect(of(LOG_POINTS.dispatched, [])?.verdict).toBe("fail");
  expect(of(LOG_POINTS.admitted, ["request_id"])?.verdict).toBe("fail");
});

test("is inconclusive where no request completed", () => {
  expect(logPoints.judge(analysisWith({ logPoints: { requestsCompleted: 0 } }))).toMatchObject({
    verdict: "inconclusive",
    reasons: [{ code: "no-request-completed" }],
  });
});

test("where a log alone tells of no request, it says what of it could not be read", () => {
  const of = (lacks: string[]) => {
    const damage = [{ message: LOG_POINTS.dispatched, lines: 9, firstLine: 3, lacks }];
    const none = { lines: perPoint(0), requestsCompleted: 0, pointsFound: 0 };
    return logPoints.judge(analysisWith({ logPoints: none, log: { lines: 12, damagedLines: 9, damage } as never }));
  };
  expect(of([])?.reasons).toEqual([
    { code: "log-not-understood", figures: { unread: 9, lines: 12, example: LOG_POINTS.dispatched } },
  ]);
  expect(of(["request_id"])?.reasons[0]?.code).toBe("log-points-unread");
});

test("fails for a log without any point, unless its router is quiet or its log lost", () => {
  const none = { lines: perPoint(0), pointsFound: 0 };
  expect(logPoints.judge(analysisWith({ logPoints: none }))?.verdict).toBe("fail");
  const empty = logPoints.judge(analysisWith({ logPoints: none, log: { lines: 0 } }));
  expect(empty).toMatchObject({ verdict: "inconclusive", reasons: [{ code: "log-empty" }] });
  expect(empty?.figures).toHaveLength(11);
  expect(empty?.evidence).toHaveLength(6);
});

test("a quiet router is no excuse where it writes some of the points", () => {
  const quiet = { situation: { environment: "standalone", flavour: "fork", verbosity: 2 } } as const;
  const some = { lines: perPoint(48, { dispatched: 0 }), pointsFound: 5 };
  expect(logPoints.judge(analysisWith({ ...quiet, logPoints: some }))?.verdict).toBe("fail");
});

test.each([
  ["of which numbers are lost", analysisWith({ log: { missingSeq: 1 } }), "log-incomplete"],
  ["with damaged lines", analysisWith({ log: { damagedLines: 1 } }), "log-incomplete"],
  [
    "in which a request lacks a point",
    analysisWith({ logPoints: { lacking: perPoint(0, { dispatched: 1 }) } }),
    "log-incomplete",
  ],
  ["of a run that was cut short", analysisOf({ complete: false }), "run-incomplete"],
] as const)("is inconclusive for a log %s", (_, analysis, code) => {
  const judgement = logPoints.judge(analysis);
  expect(judgement).toMatchObject({ verdict: "inconclusive", reasons: [{ code }] });
  expect(judgement?.figures).toHaveLength(11);
  expect(judgement?.evidence).toHaveLength(6);
});

test.each(["logPoints", "log"] as const)("says nothing without %s", (part) => {
  expect(logPoints.judge(analysisOf({ [part]: null }))).toBeNull();
});

test("none in this scenario, and some in others: the log ended before, or began later", () => {
  const none = analysisWith({ logPoints: { lines: perPoint(0), requestsSeen: 0, pointsFound: 0 } });
  expect(logPoints.judge({ ...none, ownEvents: 0 })?.reasons).toMatchObject([{ code: "log-incomplete" }]);
  expect(logPoints.judge({ ...none, ownEvents: 48 })?.verdict).toBe("fail");
});
