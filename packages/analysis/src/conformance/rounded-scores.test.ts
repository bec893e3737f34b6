import { DEFAULT_SCORE_PARAMETERS, type ScoreInputs } from "@wa-routing/protocol";
import { describe, expect, test } from "vitest";
import { checkScores as checkScoresBy } from "./score-conformance.ts";
import { bits32, decimals, digits, MEASURED, scoreBy, scoreLines, type Writes } from "./score-lines.test-data.ts";

const checkScores = (...lines: Parameters<typeof scoreLines>) =>
  checkScoresBy(scoreLines(...lines), DEFAULT_SCORE_PARAMETERS);

/** What the check makes of them. */
function verdictOn(...lines: Parameters<typeof scoreLines>): "right" | "undecided" | "wrong" {
  const { mismatches, rounded } = checkScores(...lines);
  if (mismatches > 0) return "wrong";
  return rounded !== null && (rounded.isCoarse || rounded.undecided.length > 0) ? "undecided" : "right";
}

const inFull: Writes = (value) => value;

describe("a right router", () => {
  test.each<readonly [string, Writes, number | null]>([
    ["in full", inFull, null],
    ["12 decimals", decimals(12), null],
    ["6 decimals", decimals(6), 6],
    ["5 decimals", decimals(5), 5],
    ["4 decimals", decimals(4), 4],
    ["6 digits", digits(6), 6],
    ["32 bits", bits32, 9],
  ])("%s: is right, and it is said to how many decimals", (_, writes, told) => {
    const { mismatches, impossible, rounded, examples } = checkScores(MEASURED, writes);
    expect({ mismatches, impossible, examples }).toEqual({ mismatches: 0, impossible: 0, examples: [] });
    expect(verdictOn(MEASURED, writes)).toBe("right");
    if (told === null) expect(rounded).toBeNull();
    else expect(Math.abs((rounded?.decimals ?? 0) - told)).toBeLessThanOrEqual(1);
  });

  test.each([1, 2, 3])("%d decimals could be another formula's as well", (count) => {
    expect(checkScores(MEASURED, decimals(count))).toMatchObject({
      mismatches: 0,
      rounded: { decimals: count, isCoarse: true },
    });
  });

  test("whose waits are as small as the last digit could have another weight of the wait", () => {
    const quick = MEASURED.map((one) => ({ ...one, emaSeconds: one.emaSeconds / 1000 }));
    expect(checkScores(quick, decimals(4)).rounded).toMatchObject({ isCoarse: false, undecided: ["wait"] });
    expect(verdictOn(quick, inFull)).toBe("right");
  });

  test("where nothing has waited, there is no wait to decide", () => {
    const fresh = MEASURED.map((one) => ({ ...one, emaSeconds: 0 }));
    expect(verdictOn(fresh, decimals(6))).toBe("right");
  });

  test("that writes one field coarsely is right by what that field leaves open", () => {
    const lines = scoreLines(MEASURED, inFull).map((line) => ({
      ...line,
      emaSeconds: decimals(3)(line.emaSeconds ?? 0),
    }));
    expect(checkScoresBy(lines, DEFAULT_SCORE_PARAMETERS)).toMatchObject({
      mismatches: 0,
      rounded: { decimals: 3, isCoarse: false, undecided: [] },
    });
  });

  test("that rounds normalized values, too, is right", () => {
    const lines = scoreLines(MEASURED, decimals(6)).map((line, index) => ({
      ...line,
      normalizedWait: decimals(6)((MEASURED[index] as ScoreInputs).emaSeconds / 60),
    }));
    expect(checkScoresBy(lines, DEFAULT_SCORE_PARAMETERS).mismatches).toBe(0);
    const wrong = lines.map((line) => ({ ...line, normalizedWait: line.normalizedWait + 3e-6 }));
    expect(checkScoresBy(wrong, DEFAULT_SCORE_PARAMETERS).mismatches).toBe(lines.length);
  });
});

describe("a wrong router is never right, however its logger rounds", () => {
  const right = scoreBy();
  const FAULTS: Readonly<Record<string, (inputs: ScoreInputs, index: number) => number>> = {
    "0.01 too much in 1 of 100": (one, index) => right(one) + (index % 100 === 7 ? 0.01 : 0),
    "0.0003 too much": (one) => right(one) + 0.0003,
    "(c-1)/4": (one) => right(one) + 0.4 * ((one.criticality - 1) / 4 - one.criticality / 5),
    "weights of criticality and rate swapped": scoreBy({ criticalityWeight: 0.2, rateWeight: 0.4 }),
    "no wait": scoreBy({ waitWeight: 0 }),
    "no rate": scoreBy({ rateWeight: 0 }),
    "half the wait": scoreBy({ waitWeight: 0.2 }),
    "a wait weight of 0.3": scoreBy({ waitWeight: 0.3 }),
    "another cap of the wait": scoreBy({ maxWaitSeconds: 30 }),
    "another cap of the rate": scoreBy({ maxRatePerSecond: 50 }),
    "the rate added": scoreBy({ rateWeight: -0.2 }),
    "criticality upside down": (one) => right({ ...one, criticality: 6 - one.criticality }),
  };
  const WRITES = [inFull, bits32, ...[1, 2, 3, 4, 5, 6, 9].map(decimals), ...[2, 3, 4, 6].map(digits)];
  test.each(Object.entries(FAULTS))("%s", (_, scoreOf) => {
    const verdicts = WRITES.map((writes) => verdictOn(MEASURED, writes, scoreOf));
    expect(verdicts).not.toContain("right");
    expect([inFull, bits32, decimals(6), decimals(5)].map((writes) => verdictOn(MEASURED, writes, scoreOf))).toEqual(
      Array.from({ length: 4 }, () => "wrong"),
    );
  });

  test("nor is one without a wait whose waits its logger writes as 0", () => {
    const quick = MEASURED.map((one) => ({ ...one, emaSeconds: one.emaSeconds / 200 }));
    const lines = scoreLines(quick, inFull, scoreBy({ waitWeight: 0 }));
    const written = lines.map((line) => ({
      ...line,
      emaSeconds: 0,
      ratePerSecond: decimals(2)(line.ratePerSecond ?? 0),
    }));
    expect(checkScoresBy(written, DEFAULT_SCORE_PARAMETERS)).toMatchObject({
      mismatches: 0,
      rounded: { isCoarse: false, undecided: ["wait"] },
    });
  });
});

describe("what rounded scores are said to be", () => {
  test("weights that are near the formula's are not told from it", () => {
    const late = scoreLines(MEASURED, decimals(6)).map((line, index) =>
      index === 5 ? { ...line, score: decimals(6)(line.score + 0.001) } : line,
    );
    expect(checkScoresBy(late, DEFAULT_SCORE_PARAMETERS)).toMatchObject({ mismatches: 1, weights: null, fitted: null });
  });

  test.each([
    [{ waitWeight: 0.3 }, "wait weight looks like 0.3 instead of 0.4"],
    [{ criticalityWeight: 0.35 }, "criticality weight looks like 0.35 instead of 0.4"],
    [
      { criticalityWeight: 0.2, rateWeight: 0.4 },
      "criticality weight looks like 0.2 instead of 0.4, rate weight looks like 0.4 instead of 0.2",
    ],
  ])("other weights are named without what rounding adds: %j", (change, says) => {
    const { weights, fitted } = checkScores(MEASURED, decimals(6), scoreBy(change));
    expect(weights).toBe(says);
    expect(fitted).toEqual({ waitWeight: 0.4, criticalityWeight: 0.4, rateWeight: 0.2, ...change });
  });

  test("a difference can be seen in the sentence", () => {
    const { examples } = checkScores(MEASURED, inFull, (one) => scoreBy()(one) + 3e-8);
    for (const example of examples) {
      const [, logged, formula] = /logged (\S+), the formula gives (\S+) for/.exec(example) as RegExpExecArray;
      expect(logged).not.toBe(formula);
    }
    expect(examples).toHaveLength(5);
  });
});

describe("a number that is short is not for that rounded", () => {
  const exact: ScoreInputs[] = [1, 2, 3, 4, 5].map((criticality) => ({
    criticality,
    emaSeconds: 0,
    ratePerSecond: 100,
  }));
  test("an error of less than their last digit is one where all scores are exact", () => {
    expect(verdictOn(exact, inFull, (one) => decimals(2)(scoreBy()(one) + 0.004))).toBe("right");
    expect(verdictOn(exact, inFull, (one) => decimals(3)(scoreBy()(one) + 0.004))).toBe("wrong");
  });

  test("a single line shows no rounding", () => {
    expect(verdictOn(MEASURED.slice(1, 2), decimals(6))).toBe("wrong");
    expect(verdictOn(MEASURED.slice(0, 8), decimals(6))).toBe("right");
  });

  test("one number in full, and the field is not rounded", () => {
    const inFullToo = scoreLines(MEASURED, inFull);
    const mixed = scoreLines(MEASURED, decimals(3)).map((line, index) => (index === 1 ? inFullToo[1] : line) ?? line);
    expect(checkScoresBy(mixed, DEFAULT_SCORE_PARAMETERS).mismatches).toBeGreaterThan(200);
  });
});
