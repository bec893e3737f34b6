import { seededRandom } from "@wa-routing/protocol";
import { describe, expect, test } from "vitest";
import { binomialInterval, trialsNeeded } from "./binomial-interval.ts";

describe("binomialInterval", () => {
  // Closed forms of Clopper and Pearson for none and all; the others from Newcombe, Statistics in Medicine 17 (1998), table I
  // (81/263, 15/148), and Brown, Cai, DasGupta, Statistical Science 16 (2001).
  test.each([
    [0, 20, 0, 1 - 0.025 ** (1 / 20)],
    [20, 20, 0.025 ** (1 / 20), 1],
    [81, 263, 0.2527, 0.3676],
    [15, 148, 0.0578, 0.1617],
    [1, 29, 0.0009, 0.1776],
  ])("%i of %i", (successes, trials, low, high) => {
    const interval = binomialInterval(successes, trials);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  test("covers the true share at least as often as it says", () => {
    const random = seededRandom(1);
    for (const share of [0.05, 0.5, 0.9]) {
      let covered = 0;
      for (let run = 0; run < 500; run++) {
        const successes = Array.from({ length: 40 }, () => random() < share).filter(Boolean).length;
        const { low, high } = binomialInterval(successes, 40);
        if (low <= share && share <= high) covered += 1;
      }
      expect(covered / 500).toBeGreaterThanOrEqual(0.94);
    }
  });

  test("says nothing without trials", () => {
    expect(binomialInterval(0, 0)).toEqual({ low: 0, high: 1 });
  });

  test("fractions of an observation lie between whole ones", () => {
    const width = (successes: number, trials: number) => {
      const { low, high } = binomialInterval(successes, trials);
      return high - low;
    };
    expect(width(5.25, 10.5)).toBeLessThan(width(5, 10));
    expect(width(5.25, 10.5)).toBeGreaterThan(width(5.5, 11));
  });
});

describe("trialsNeeded", () => {
  // From the closed form for a share of 1: the interval is 1 - (0.05/2)^(1/n) wide.
  test.each([0.05, 0.02, 0.2])("a share of 1 within %f", (halfWidth) => {
    const closedForm = Math.ceil(Math.log(0.025) / Math.log(1 - 2 * halfWidth));
    expect(trialsNeeded(1, halfWidth)).toBe(closedForm);
    expect(trialsNeeded(0, halfWidth)).toBe(closedForm);
  });

  test("is the smallest that is enough", () => {
    for (const [share, halfWidth] of [
      [0.5, 0.1],
      [0.9, 0.03],
    ] as const) {
      const trials = trialsNeeded(share, halfWidth);
      const half = (n: number) => {
        const { low, high } = binomialInterval(share * n, n);
        return (high - low) / 2;
      };
      expect(half(trials)).toBeLessThanOrEqual(halfWidth);
      expect(half(trials - 1)).toBeGreaterThan(halfWidth);
    }
  });

  test("is somewhat above the normal approximation's 1.96² p (1 - p) / h²", () => {
    const normal = (1.96 ** 2 * 0.25) / 0.05 ** 2;
    expect(trialsNeeded(0.5, 0.05)).toBeGreaterThan(normal);
    expect(trialsNeeded(0.5, 0.05)).toBeLessThan(normal * 1.1);
  });
});
