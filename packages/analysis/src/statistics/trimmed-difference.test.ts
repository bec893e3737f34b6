import { seededRandom } from "@wa-routing/protocol";
import { describe, expect, test } from "vitest";
import { normalQuantile } from "./normal-distribution.ts";
import { type TrimmedMean, trimmedDifference, trimmedMean, valuesNeeded } from "./trimmed-difference.ts";

const PLAIN = { trimmedShare: 0, step: 0 };
const TRIMMED = { trimmedShare: 0.2, step: 0 };
const mean = (values: readonly number[], options = PLAIN) => trimmedMean(values, options) as TrimmedMean;

describe("a mean", () => {
  test("of fewer than two values is not known", () => {
    expect(trimmedMean([], PLAIN)).toBeNull();
    expect(trimmedMean([3], PLAIN)).toBeNull();
  });

  test("leaves out a fifth of the values at each end, from five on", () => {
    expect(mean([1, 2, 3, 400], TRIMMED)).toMatchObject({ mean: 101.5, kept: 4, count: 4 });
    expect(mean([1, 2, 3, 4, 500], TRIMMED)).toMatchObject({ mean: 3, kept: 3, count: 5 });
    expect(mean([1, 2, 3, 4, 500])).toMatchObject({ mean: 102, kept: 5 });
  });

  test("is known as well as its values vary, the outermost pulled in where they are left out", () => {
    expect(mean([1, 3]).squaredError).toBeCloseTo(1);
    // Winsorized: 2, 2, 3, 4, 4 vary by 4 in squares, over 3 · 2.
    expect(mean([1, 2, 3, 4, 500], TRIMMED).squaredError).toBeCloseTo(4 / 6);
  });

  test("of equal values is not known better than to half a step", () => {
    expect(mean([0.5, 0.5]).squaredError).toBe(0);
    expect(mean([0.5, 0.5], { trimmedShare: 0, step: 0.2 }).squaredError).toBeCloseTo(0.1 ** 2 / 2);
    expect(mean([0, 1], { trimmedShare: 0, step: 0.2 }).squaredError).toBeCloseTo(0.25);
  });
});

describe("a difference", () => {
  test("is Student's for plain means of equal spread", () => {
    const { difference, low, high } = trimmedDifference(mean([10, 12, 14]), mean([1, 3, 5]), 0.95);
    expect(difference).toBeCloseTo(9);
    // Student's table: 2.776 with four degrees of freedom; a standard error of the square root of 4/3 + 4/3.
    expect((high - low) / 2).toBeCloseTo(2.776 * Math.sqrt(8 / 3), 2);
  });

  test("has fewer degrees of freedom where one side varies more: at worst that side's", () => {
    const { low, high } = trimmedDifference(mean([10, 12, 14]), mean([1, 1, 1]), 0.95);
    // 4.303 with two degrees of freedom.
    expect((high - low) / 2).toBeCloseTo(4.303 * Math.sqrt(4 / 3), 2);
  });

  test("of values that do not vary has no width", () => {
    expect(trimmedDifference(mean([2, 2]), mean([1, 1]), 0.99)).toEqual({ difference: 1, low: 1, high: 1 });
  });

  test.each([2, 3, 5, 8, 20])(
    "with %d normal values a side the interval misses no more often than it says",
    (count) => {
      const random = seededRandom(`trimmed ${count}`);
      const draw = (spread: number) =>
        mean(
          Array.from({ length: count }, () => spread * normalQuantile(0.5 / 2 ** 30 + random() * (1 - 2 ** -30))),
          TRIMMED,
        );
      const draws = 2000;
      let missed = 0;
      for (let index = 0; index < draws; index++) {
        const { low, high } = trimmedDifference(draw(1), draw(2), 0.95);
        if (low > 0 || high < 0) missed += 1;
      }
      // Three standard errors above one in twenty.
      expect(missed / draws).toBeLessThan(0.065);
    },
  );
});

describe("values needed", () => {
  const asked = { confidence: 0.99, reach: 0.5, most: 100 };

  test("with so many of the same spread the interval reaches no further", () => {
    const [first, second] = [mean([0, 1, 2, 1]), mean([1, 2, 1, 0])];
    const count = valuesNeeded(first, second, asked) as number;
    const reachOf = (values: number) => {
      const grown = (of: TrimmedMean) => ({ ...of, kept: values, squaredError: (of.squaredError * of.count) / values });
      return trimmedDifference(grown(first), grown(second), asked.confidence).high;
    };
    expect(reachOf(count)).toBeLessThanOrEqual(asked.reach);
    expect(reachOf(count - 1)).toBeGreaterThan(asked.reach);
  });

  test("is unknown where it would be too many", () => {
    expect(valuesNeeded(mean([0, 1000]), mean([0, 1000]), asked)).toBeNull();
  });
});
