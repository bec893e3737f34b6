import { expect, test } from "vitest";
import { MOST_DISAGREEMENT_MS } from "../evidence/clock-alignment.ts";
import { analysisOf, analysisWith, gist, perPoint } from "./analysis.test-data.ts";
import { registryAccurate } from "./registry-accurate-check.ts";

const FIGURES = { valuesCompared: 200, differences: 0, averageWaitsCompared: 40, stillActive: 0 };
const clock = { offsetMs: 0, boundMs: 1, pairs: 48, contradictions: 5, disagreementMs: MOST_DISAGREEMENT_MS };

test("passes where every value adds up and every workload ends at zero", () => {
  expect(gist(registryAccurate.judge(analysisOf()))).toEqual({ verdict: "pass", reasons: [], figures: FIGURES });
});

test("fails for values that differ, and quotes them", () => {
  const registry = { differences: 2, examples: ["line 7: …", "line 9: …"], alpha: 0.30049 };
  const judgement = registryAccurate.judge(analysisWith({ registry }));
  expect(gist(judgement)).toEqual({
    verdict: "fail",
    reasons: [
      {
        code: "registry-differs",
        figures: {
          ...{ differences: 2, compared: 200, alpha: 0.3, expectedAlpha: 0.2, example: "line 7: …" },
          undeclared: "ema-alpha=0.3",
        },
      },
    ],
    figures: { ...FIGURES, differences: 2 },
  });
  expect(judgement?.evidence).toEqual(registry.examples);
});

test("says no other smoothing factor where the router's own was seen", () => {
  const judgement = registryAccurate.judge(analysisWith({ registry: { differences: 1, examples: ["line 7: …"] } }));
  expect(judgement?.reasons[0]?.figures).toMatchObject({ alpha: null });
});

test("is inconclusive for values that differ because unnumbered lines are swapped", () => {
  const registry = { differences: 2, linesSwapped: true, examples: ["line 7: …", "line 9: …"] };
  const judgement = registryAccurate.judge(analysisWith({ registry }));
  expect(gist(judgement)).toEqual({
    verdict: "inconclusive",
    reasons: [{ code: "registry-lines-swapped", figures: { differences: 2, compared: 200, example: "line 7: …" } }],
    figures: { ...FIGURES, differences: 2 },
  });
  expect(judgement?.evidence).toEqual(registry.examples);
});

test("fails for workloads that do not return to zero", () => {
  expect(gist(registryAccurate.judge(analysisWith({ registry: { stillActive: 1 } })))).toEqual({
    verdict: "fail",
    reasons: [{ code: "workloads-still-active", figures: { workloads: 1 } }],
    figures: { ...FIGURES, stillActive: 1 },
  });
});

test("is inconclusive without a registry line", () => {
  expect(gist(registryAccurate.judge(analysisWith({ registry: { compared: 0 } })))).toEqual({
    verdict: "inconclusive",
    reasons: [{ code: "no-registry-lines", figures: {} }],
    figures: { ...FIGURES, valuesCompared: 0 },
  });
});

const differing = { registry: { stillActive: 1, differences: 1, examples: ["line 7: …"] } };

test.each([
  ["lacks requests", { logPoints: { requestsSeen: 47 } }],
  ["lacks increments", { logPoints: { lacking: perPoint(0, { "active-incremented": 1 }) } }],
  ["lacks decrements", { logPoints: { lacking: perPoint(0, { "active-decremented": 1 }) } }],
  [
    "lacks as many of either",
    { logPoints: { lacking: perPoint(0, { "active-incremented": 1, "active-decremented": 1 }) } },
  ],
  ["lacks numbers of its sequence", { log: { missingSeq: 1 } }],
])("is inconclusive where the log %s, whatever the values: what is lost may be what they miss", (_, changes) => {
  const judgement = registryAccurate.judge(analysisWith({ ...changes, ...differing }));
  expect(judgement).toMatchObject({ verdict: "inconclusive", reasons: [{ code: "log-incomplete" }] });
  expect(gist(judgement).figures).toEqual({ ...FIGURES, differences: 1, stillActive: 1 });
  expect(judgement?.evidence).toEqual(["line 7: …"]);
});

test("is inconclusive for a run that was cut short", () => {
  const judgement = registryAccurate.judge({ ...analysisWith(differing), complete: false });
  expect(judgement).toMatchObject({ verdict: "inconclusive", reasons: [{ code: "run-incomplete" }] });
});

test("a log that lacks points of other kinds is whole enough", () => {
  const lacking = perPoint(1, { "active-incremented": 0, "active-decremented": 0 });
  expect(registryAccurate.judge(analysisWith({ logPoints: { lacking } }))?.verdict).toBe("pass");
});

test("is inconclusive where the router's clock was set, and not where it only drifted", () => {
  const of = (disagreementMs: number) =>
    registryAccurate.judge(analysisWith({ clocks: { router: { ...clock, disagreementMs } } }));
  expect(of(MOST_DISAGREEMENT_MS)?.verdict).toBe("pass");
  expect(gist(of(MOST_DISAGREEMENT_MS + 0.6))).toEqual({
    verdict: "inconclusive",
    reasons: [
      { code: "clock-set", figures: { contradictions: 5, disagreementMs: Math.round(MOST_DISAGREEMENT_MS + 0.6) } },
    ],
    figures: FIGURES,
  });
});

test.each(["registry", "logPoints", "log"] as const)("says nothing without %s", (part) => {
  expect(registryAccurate.judge(analysisOf({ [part]: null }))).toBeNull();
});

test("is inconclusive where the log's waits are rounded too coarsely, and fails all the same for what that does not explain", () => {
  expect(registryAccurate.judge(analysisWith({ registry: { isCoarse: true } }))).toMatchObject({
    verdict: "inconclusive",
    reasons: [{ code: "registry-rounded" }],
  });
  const registry = { isCoarse: true, differences: 1, examples: ["line 7: …"] };
  expect(registryAccurate.judge(analysisWith({ registry }))?.verdict).toBe("fail");
});
