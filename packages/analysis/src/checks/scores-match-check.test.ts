import { describe, expect, test } from "vitest";
import { analysisOf, analysisWith, gist, perPoint } from "./analysis.test-data.ts";
import { scoresMatch } from "./scores-match-check.ts";

const FIGURES = { scoreLines: 48, mismatches: 0, impossible: 0 };

test("passes where every logged score is the formula's, and says which term was the largest how often", () => {
  const judgement = scoresMatch.judge(analysisOf());
  expect(gist(judgement)).toEqual({ verdict: "pass", reasons: [], figures: FIGURES });
  expect(judgement?.evidence[0]?.match(/\d+/g)).toEqual(["30", "8", "10"]);
});

test("fails for scores that differ, says what the weights look like, and quotes the lines", () => {
  const scores = { mismatches: 3, impossible: 1, weights: "rate weight looks like 0.3", examples: ["line 7: …"] };
  const judgement = scoresMatch.judge(analysisWith({ scores }));
  expect(gist(judgement)).toEqual({
    verdict: "fail",
    reasons: [
      {
        code: "scores-differ",
        figures: { mismatches: 3, lines: 48, weights: scores.weights, declared: "no", fitted: null },
      },
    ],
    figures: { ...FIGURES, mismatches: 3, impossible: 1 },
  });
  expect(judgement?.evidence).toEqual(scores.examples);
});

test("is inconclusive without a score", () => {
  expect(gist(scoresMatch.judge(analysisWith({ scores: { lines: 0 } })))).toEqual({
    verdict: "inconclusive",
    reasons: [{ code: "no-score-lines", figures: {} }],
    figures: { ...FIGURES, scoreLines: 0 },
  });
});

test.each([
  ["lack one", analysisWith({ logPoints: { lacking: perPoint(0, { "score-computed": 1 }) } })],
  ["are not in the log at all", analysisWith({ logPoints: { requestsSeen: 47 } })],
])("is inconclusive where some requests %s", (_, analysis) => {
  expect(gist(scoresMatch.judge(analysis))).toEqual({
    verdict: "inconclusive",
    reasons: [{ code: "scores-missing", figures: { lines: 48 } }],
    figures: FIGURES,
  });
});

test("of a log that lacks other points, the scores are judged all the same", () => {
  const lacking = perPoint(1, { "score-computed": 0 });
  expect(scoresMatch.judge(analysisWith({ logPoints: { lacking } }))?.verdict).toBe("pass");
});

describe("of numbers that are rounded", () => {
  const rounded = { decimals: 6, lines: 40, isCoarse: false, undecided: [] };
  const judge = (change: object) => scoresMatch.judge(analysisWith({ scores: { rounded: { ...rounded, ...change } } }));

  test("passes where they are fine enough, and says to how many decimals", () => {
    const judgement = judge({});
    expect(gist(judgement)).toEqual({ verdict: "pass", reasons: [], figures: { ...FIGURES, rounded: 40 } });
    expect(judgement?.evidence[1]).toBe("rounded to 6 decimals: 40 lines");
    expect(scoresMatch.passed({ scoreLines: 48, rounded: 40 }).because).toMatch(/; 40 of them to the decimals that/);
    expect(scoresMatch.passed({ scoreLines: 48 }).because).toMatch(/to 1e-9\.$/);
  });

  test.each([
    ["any other formula", { isCoarse: true, undecided: ["wait"] }, null],
    ["another weight", { undecided: ["wait", "rate"] }, "wait and rate"],
  ])("is inconclusive where %s would fit as well", (_, change, terms) => {
    expect(gist(judge(change))).toEqual({
      verdict: "inconclusive",
      reasons: [{ code: "scores-rounded", figures: { lines: 48, decimals: 6, terms } }],
      figures: { ...FIGURES, rounded: 40 },
    });
  });

  test("fails all the same for what rounding does not explain", () => {
    const scores = { mismatches: 3, rounded: { ...rounded, isCoarse: true } };
    expect(gist(scoresMatch.judge(analysisWith({ scores })))).toMatchObject({
      verdict: "fail",
      figures: { mismatches: 3 },
    });
  });
});

test.each(["scores", "logPoints"] as const)("says nothing without %s", (part) => {
  expect(scoresMatch.judge(analysisOf({ [part]: null }))).toBeNull();
});

test("where the router is known not to have written some, that is why", () => {
  const unwritten = { requests: 8, points: ["score-computed"], workloads: ["medium"] } as const;
  const analysis = analysisWith({ logPoints: { unwritten, lacking: perPoint(0, { "score-computed": 8 }) } });
  expect(scoresMatch.judge(analysis)).toMatchObject({
    verdict: "inconclusive",
    reasons: [{ code: "log-points-unwritten" }],
  });
});
