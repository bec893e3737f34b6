import {
  DEFAULT_SCORE_PARAMETERS,
  type FlowEvent,
  priorityScore,
  type ScoreInputs,
  type ScoreParameters,
} from "@wa-routing/protocol";
import { describe, expect, test } from "vitest";
import { checkScores } from "./score-conformance.ts";

type ScoreEvent = Extract<FlowEvent, { event: "score-computed" }>;

let line = 0;
const scored = (
  inputs: Pick<ScoreEvent, keyof ScoreInputs>,
  score: number,
  more: Partial<ScoreEvent> = {},
): ScoreEvent => ({
  event: "score-computed",
  line: ++line,
  source: null,
  atMs: 0,
  seq: null,
  requestId: `r${line}`,
  workloadId: "w",
  stage: "dispatch",
  normalizedWait: null,
  normalizedCriticality: null,
  normalizedRate: null,
  ...inputs,
  score,
  ...more,
});
const right = (inputs: ScoreInputs, parameters?: ScoreParameters) =>
  scored(inputs, priorityScore(inputs, parameters).score);

const grid: ScoreInputs[] = [1, 2, 3, 4, 5].flatMap((criticality) =>
  [0, 0.5, 24, 90].flatMap((emaSeconds) =>
    [0, 1.2, 40, 5000].map((ratePerSecond) => ({ criticality, emaSeconds, ratePerSecond })),
  ),
);

test("right scores are right, over all terms and both caps", () => {
  const { lines, mismatches, impossible, largestError, weights, examples } = checkScores(
    grid.map((inputs) => right(inputs)),
  );
  expect({ lines, mismatches, impossible, weights, examples }).toEqual({
    lines: 80,
    mismatches: 0,
    impossible: 0,
    weights: null,
    examples: [],
  });
  expect(largestError).toBeLessThan(1e-9);
});

test("other lines of the log are no scores", () => {
  const other: FlowEvent = { event: "started", line: 1, source: null, atMs: null, seq: null, text: "" };
  expect(checkScores([other, right({ criticality: 5, emaSeconds: 0, ratePerSecond: 0 })])).toMatchObject({
    lines: 1,
    mismatches: 0,
  });
});

test("which term is the largest is counted", () => {
  const { decidedBy } = checkScores([
    right({ criticality: 5, emaSeconds: 0, ratePerSecond: 0 }),
    right({ criticality: 1, emaSeconds: 30, ratePerSecond: 0 }),
    right({ criticality: 1, emaSeconds: 0, ratePerSecond: 100 }),
    right({ criticality: 1, emaSeconds: 0, ratePerSecond: 10 }),
  ]);
  expect(decidedBy).toEqual({ criticality: 2, wait: 1, rate: 1 });
});

test("of terms that are equally large, the criticality decides", () => {
  const equal = { ...DEFAULT_SCORE_PARAMETERS, rateWeight: 0.4 };
  const inputs = { criticality: 5, emaSeconds: 60, ratePerSecond: 100 };
  expect(checkScores([right(inputs, equal)], equal).decidedBy).toEqual({ criticality: 1, wait: 0, rate: 0 });
});

test("of many mismatches the largest error is kept, and five are quoted", () => {
  const inputs = { criticality: 3, emaSeconds: 0, ratePerSecond: 0 };
  const { mismatches, largestError, examples } = checkScores(
    [0.01, 0.03, 0.02, 0.01, 0.01, 0.01].map((error) => scored(inputs, priorityScore(inputs).score + error)),
  );
  expect(mismatches).toBe(6);
  expect(largestError).toBeCloseTo(0.03, 12);
  expect(examples).toHaveLength(5);
});

test("a score too low for its criticality is as impossible as one too high", () => {
  const { impossible, examples } = checkScores([scored({ criticality: 5, emaSeconds: 0, ratePerSecond: 0 }, 0.19)]);
  expect(impossible).toBe(1);
  expect(examples[0]).toMatch(/logged 0\.19, the formula gives 0\.4 for .*; no wait and no rate give a score outside/);
});

test("a normalized value that is wrong is told apart from a wrong score", () => {
  const inputs = { criticality: 5, emaSeconds: 24, ratePerSecond: 50 };
  const exampleOf = (more: Partial<ScoreEvent>, error = 0) =>
    checkScores([scored(inputs, priorityScore(inputs).score + error, more)]).examples[0];
  expect(exampleOf({ normalizedRate: 0.4 })).toMatch(
    /a normalized value is not what its own criticality 5, average wait 24 s, rate 50\/s give$/,
  );
  expect(exampleOf({ normalizedRate: 0.5 })).toBeUndefined();
  expect(exampleOf({ normalizedRate: 0.4 }, 0.01)).toMatch(/the formula gives 0\.46 for/);
});

describe("lines of the seed document", () => {
  const nothing = { emaSeconds: 0, ratePerSecond: 0 };
  test.each([
    ["its example", { criticality: 5, emaSeconds: 0.5, ratePerSecond: 1.2 }, 0.76, /gives 0\.400933 for criticality 5/],
    [
      "high of its triple",
      { criticality: 5, ...nothing },
      0.85,
      /no wait and no rate give a score outside 0\.2 to 0\.8/,
    ],
    ["medium of its triple", { criticality: 3, ...nothing }, 0.52, /logged 0\.52, the formula gives 0\.24/],
    ["low of its triple", { criticality: 1, ...nothing }, 0.28, /logged 0\.28, the formula gives 0\.08/],
    [
      "0.85, whatever the criticality",
      { criticality: 3, emaSeconds: 60, ratePerSecond: 0 },
      0.85,
      /outside 0\.04 to 0\.64/,
    ],
  ])("%s is no score of a router", (_, inputs, score, says) => {
    const { mismatches, impossible, examples } = checkScores([scored(inputs, score)]);
    expect(mismatches).toBe(1);
    expect(impossible).toBe(score === 0.85 ? 1 : 0);
    expect(examples[0]).toMatch(says);
  });
});

describe("lines that do not say all that their score is made of", () => {
  const unsaid = { criticality: null, emaSeconds: null, ratePerSecond: null };
  test.each([
    ["its score alone, above all", unsaid, 0.85, /logged 0\.85; no inputs give a score outside -0\.12 to 0\.8$/],
    ["its score alone, within", unsaid, 0.28, null],
    ["criticality, too low for it", { ...unsaid, criticality: 5 }, 0.19, /no request_rate can give a .* 0\.2 to 0\.8$/],
    ["criticality, possible", { ...unsaid, criticality: 5 }, 0.76, null],
    ["all but the rate", { criticality: 5, emaSeconds: 0.5, ratePerSecond: null }, 0.76, /0\.203333 to 0\.403333$/],
    ["all but the criticality", { criticality: null, emaSeconds: 0, ratePerSecond: 0 }, 0.41, /0\.08 to 0\.4$/],
  ])("%s", (_, inputs, score, says) => {
    const { lines, notRecomputed, mismatches, impossible, examples, lackingFields } = checkScores([
      scored(inputs, score),
    ]);
    expect({ lines, notRecomputed }).toEqual({ lines: 1, notRecomputed: 1 });
    expect({ mismatches, impossible }).toEqual(
      says === null ? { mismatches: 0, impossible: 0 } : { mismatches: 1, impossible: 1 },
    );
    if (says !== null) expect(examples[0]).toMatch(says);
    expect(lackingFields.length).toBe(Object.values(inputs).filter((value) => value === null).length);
  });
});

test.each([
  ["an error of 2e-9", {}, 2e-9, 1],
  ["an error of 5e-10", {}, 5e-10, 0],
  ["a normalized wait that is not the line's own", { normalizedWait: 0.02 }, 0, 1],
  ["a normalized criticality that is not the line's own", { normalizedCriticality: 0.8 }, 0, 1],
  ["a normalized rate without its cap", { normalizedRate: 50 }, 0, 1],
  ["normalized values that are", { normalizedWait: 0.4, normalizedCriticality: 1, normalizedRate: 1 }, 0, 0],
] as const)("%s", (_, more, error, expected) => {
  const inputs = { criticality: 5, emaSeconds: 24, ratePerSecond: 5000 };
  const { mismatches, examples } = checkScores([scored(inputs, priorityScore(inputs).score + error, more)]);
  expect(mismatches).toBe(expected);
  expect(examples).toHaveLength(expected);
});

test.each([0, 6, -1, 4.5])("criticality %d is a mismatch, even where the sum is right", (criticality) => {
  const { mismatches, examples, weights } = checkScores([right({ criticality, emaSeconds: 0, ratePerSecond: 0 })]);
  expect({ mismatches, weights }).toEqual({ mismatches: 1, weights: null });
  expect(examples[0]).toContain(`criticality ${criticality} is none of 1 to 5`);
});

describe("weights other than the formula's are inferred and named", () => {
  const only = (change: Partial<ScoreParameters>, inputs = grid) =>
    checkScores(inputs.map((one) => right(one, { ...DEFAULT_SCORE_PARAMETERS, ...change }))).weights;
  test.each([
    [{ criticalityWeight: 0.3 }, "criticality weight looks like 0.3 instead of 0.4"],
    [{ waitWeight: 0 }, "wait weight looks like 0 instead of 0.4"],
    [{ rateWeight: 0.25 }, "rate weight looks like 0.25 instead of 0.2"],
    [
      { criticalityWeight: 0.2, rateWeight: 0.4 },
      "criticality weight looks like 0.2 instead of 0.4, rate weight looks like 0.4 instead of 0.2",
    ],
  ])("%j", (change, says) => {
    expect(only(change)).toBe(says);
  });

  test("where nothing has waited yet, too", () => {
    const fresh = grid.filter(({ emaSeconds }) => emaSeconds === 0);
    expect(only({ criticalityWeight: 0.3 }, fresh)).toBe("criticality weight looks like 0.3 instead of 0.4");
  });

  test("not where no weights explain the scores: inverted criticality", () => {
    const inverted = grid.map((inputs) =>
      scored(inputs, priorityScore({ ...inputs, criticality: 6 - inputs.criticality }).score),
    );
    const { mismatches, weights } = checkScores(inverted);
    expect({ mismatches, weights }).toEqual({ mismatches: 64, weights: null });
  });

  test("not where they explain some scores only", () => {
    const still = { criticality: 2, emaSeconds: 0, ratePerSecond: 0 };
    const { weights } = checkScores([
      scored(still, 0.1),
      scored(still, 0.2),
      scored({ ...still, ratePerSecond: 50 }, 0.3),
    ]);
    expect(weights).toBeNull();
  });

  test("not where two terms always go together, so that neither weight can be told", () => {
    const together = [1, 2, 3, 4, 5].map((criticality) => ({
      criticality,
      emaSeconds: 7 * criticality,
      ratePerSecond: 0,
    }));
    expect(only({ criticalityWeight: 0.3 }, together)).toBeNull();
  });
});
