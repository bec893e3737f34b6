import { seededRandom } from "@wa-routing/protocol";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { binomialInterval, incompleteBeta } from "./binomial-interval.ts";
import { bcaInterval, bootstrapInterval } from "./bootstrap.ts";
import { inversions } from "./inversions.ts";
import { jainIndex } from "./jain-index.ts";
import { kendallTauB } from "./kendall-tau.ts";
import { normalQuantile, normalTail } from "./normal-distribution.ts";
import { quantile } from "./quantile.ts";
import { blocksNeeded, quantileDifference } from "./quantile-difference.ts";

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
});

test("incompleteBeta: I_x(a,b) of Abramowitz and Stegun's relations", () => {
  expect(incompleteBeta(0.3, 1, 1)).toBeCloseTo(0.3, 12);
  expect(incompleteBeta(0.5, 3, 3)).toBeCloseTo(0.5, 12);
  expect(incompleteBeta(0.2, 2, 5)).toBeCloseTo(0.34464, 5);
});

describe("kendallTauB", () => {
  test.each([
    { a: [1, 2, 3, 4], b: [1, 2, 3, 4], tau: 1 },
    { a: [1, 2, 3, 4], b: [4, 3, 2, 1], tau: -1 },
    // Kendall, Rank Correlation Methods (1948): twelve objects; and a small case with ties by hand: (4-1)/sqrt(5*6).
    { a: [1, 1, 2, 3], b: [1, 2, 3, 0], tau: (2 - 3) / Math.sqrt(5 * 6) },
  ])("$a against $b", ({ a, b, tau }) => expect(kendallTauB(a, b)).toBeCloseTo(tau, 12));

  test("agrees with counting every pair", () => {
    const ranks = fc.array(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 })), {
      minLength: 2,
      maxLength: 40,
    });
    fc.assert(
      fc.property(ranks, (pairs) => {
        const a = pairs.map(([first]) => first);
        const b = pairs.map(([, second]) => second);
        const naive = naiveTauB(a, b);
        if (Number.isNaN(naive)) expect(kendallTauB(a, b)).toBeNaN();
        else expect(kendallTauB(a, b)).toBeCloseTo(naive, 10);
      }),
    );
  });
});

function naiveTauB(a: number[], b: number[]): number {
  let difference = 0;
  let untiedA = 0;
  let untiedB = 0;
  for (let i = 0; i < a.length; i++) {
    for (let j = i + 1; j < a.length; j++) {
      const x = Math.sign((a[i] ?? 0) - (a[j] ?? 0));
      const y = Math.sign((b[i] ?? 0) - (b[j] ?? 0));
      difference += x * y;
      untiedA += Math.abs(x);
      untiedB += Math.abs(y);
    }
  }
  return difference / Math.sqrt(untiedA * untiedB);
}

test("inversions agree with counting every pair", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 60 }), (values) => {
      const naive = values.flatMap((a, i) => values.slice(i + 1).filter((b) => a > b)).length;
      expect(inversions(values)).toBe(naive);
    }),
  );
});

test("jainIndex: all equal, one has everything, and a value by hand", () => {
  expect(jainIndex([3, 3, 3])).toBe(1);
  expect(jainIndex([1, 0, 0, 0])).toBe(0.25);
  expect(jainIndex([1, 2])).toBeCloseTo(0.9, 12);
  expect(jainIndex([])).toBeNaN();
});

test("quantile: definition 7 of Hyndman and Fan", () => {
  expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
  expect(quantile([1, 2, 3, 4, 5], 0.9)).toBeCloseTo(4.6, 12);
  expect(quantile([], 0.5)).toBeNaN();
});

test("the normal distribution's known points", () => {
  expect(normalTail(1.959964)).toBeCloseTo(0.025, 6);
  expect(normalTail(-1)).toBeCloseTo(0.8413447, 6);
  expect(normalQuantile(0.975)).toBeCloseTo(1.959964, 5);
});

describe("bootstrap", () => {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

  test("covers a mean about as often as it says", () => {
    const random = seededRandom(5);
    let percentile = 0;
    let bca = 0;
    const runs = 200;
    for (let run = 0; run < runs; run++) {
      const sample = Array.from({ length: 40 }, () => -Math.log(1 - random()));
      const covers = ({ low, high }: { low: number; high: number }) => low <= 1 && 1 <= high;
      if (covers(bootstrapInterval(sample, mean, { random, resamples: 300 }))) percentile += 1;
      if (covers(bcaInterval(sample, mean, { random, resamples: 300 }))) bca += 1;
    }
    expect(percentile / runs).toBeGreaterThan(0.87);
    expect(bca / runs).toBeGreaterThan(0.88);
    expect(percentile / runs).toBeLessThan(0.99);
  });

  test("the same seed gives the same interval", () => {
    const sample = [1, 5, 2, 8, 3];
    const draw = () => bootstrapInterval(sample, mean, { random: seededRandom(3) });
    expect(draw()).toEqual(draw());
  });
});

test("quantileDifference finds a shift, with an interval that holds it", () => {
  const random = seededRandom(2);
  const block = (shift: number) => Array.from({ length: 60 }, () => 10 + random() + shift);
  const blocks = Array.from({ length: 20 }, () => ({ treatment: block(2), control: block(0) }));
  const { difference, low, high } = quantileDifference(blocks, 0.99, { random });
  expect(difference).toBeCloseTo(2, 1);
  expect(low).toBeLessThan(2.05);
  expect(high).toBeGreaterThan(1.95);
  expect(high - low).toBeLessThan(0.3);
});

test("blocksNeeded grows with the square of the precision", () => {
  expect(blocksNeeded(10, 4, 2)).toBe(40);
});
