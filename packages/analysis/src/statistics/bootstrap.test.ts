import { seededRandom } from "@wa-routing/protocol";
import { describe, expect, test } from "vitest";
import { bcaInterval, bootstrapInterval } from "./bootstrap.ts";

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const variance = (values: readonly number[]) => {
  const middle = mean(values);
  return mean(values.map((value) => (value - middle) ** 2));
};

// Efron, Tibshirani: An Introduction to the Bootstrap (1993), table 14.1, column A; intervals from table 14.2.
const spatial = [48, 36, 20, 29, 42, 42, 20, 42, 22, 41, 45, 14, 6, 0, 33, 28, 34, 4, 32, 24, 47, 41, 24, 26, 30, 41];

// Ibid., table 3.1: LSAT and 100 GPA of 15 law schools; intervals of their correlation from page 266.
const law: readonly (readonly [number, number])[] = [
  [576, 339],
  [635, 330],
  [558, 281],
  [578, 303],
  [666, 344],
  [580, 307],
  [555, 300],
  [661, 343],
  [651, 336],
  [605, 313],
  [653, 312],
  [575, 274],
  [545, 276],
  [572, 288],
  [594, 296],
];
function correlation(pairs: readonly (readonly [number, number])[]): number {
  const x = pairs.map(([value]) => value);
  const y = pairs.map(([, value]) => value);
  const products = mean(pairs.map(([a, b]) => (a - mean(x)) * (b - mean(y))));
  return products / Math.sqrt(variance(x) * variance(y));
}

describe("published intervals, within the luck of the 2000 resamples that they were drawn from", () => {
  const options = () => ({ random: seededRandom(14), confidence: 0.9, resamples: 4000 });
  const within = (value: number, published: number, tolerance: number) =>
    expect(Math.abs(value - published), `${value} against ${published}`).toBeLessThan(tolerance);

  test("variance of the spatial data: 171.5, percentile 100.8 to 233.9, BCa 115.8 to 259.6", () => {
    expect(variance(spatial)).toBeCloseTo(171.5, 1);
    const percentile = bootstrapInterval([spatial], ([sample = []]) => variance(sample), options());
    within(percentile.low, 100.8, 6);
    within(percentile.high, 233.9, 6);
    const bca = bcaInterval([spatial], ([sample = []]) => variance(sample), options());
    within(bca.low, 115.8, 6);
    within(bca.high, 259.6, 8);
  });

  test("correlation at the law schools: 0.776, percentile 0.524 to 0.928, BCa 0.410 to 0.923", () => {
    expect(correlation(law)).toBeCloseTo(0.776, 3);
    const percentile = bootstrapInterval([law], ([sample = []]) => correlation(sample), options());
    within(percentile.low, 0.524, 0.03);
    within(percentile.high, 0.928, 0.03);
    const bca = bcaInterval([law], ([sample = []]) => correlation(sample), options());
    within(bca.low, 0.41, 0.05);
    within(bca.high, 0.923, 0.03);
  });
});

test("both cover the mean of a skewed distribution about as often as they say", () => {
  const random = seededRandom(5);
  let percentile = 0;
  let bca = 0;
  const runs = 200;
  for (let run = 0; run < runs; run++) {
    const sample = Array.from({ length: 40 }, () => -Math.log(1 - random()));
    const statistic = ([drawn = []]: readonly (readonly number[])[]) => mean(drawn);
    const covers = ({ low, high }: { low: number; high: number }) => low <= 1 && 1 <= high;
    if (covers(bootstrapInterval([sample], statistic, { random, resamples: 300 }))) percentile += 1;
    if (covers(bcaInterval([sample], statistic, { random, resamples: 300 }))) bca += 1;
  }
  expect(percentile / runs).toBeGreaterThan(0.87);
  expect(percentile / runs).toBeLessThan(0.99);
  expect(bca / runs).toBeGreaterThan(0.88);
  expect(bca / runs).toBeLessThan(0.99);
});

describe("strata", () => {
  test("are drawn separately: what differs only between them does not vary", () => {
    const total = (strata: readonly (readonly number[])[]) => strata.flat().reduce((sum, value) => sum + value, 0);
    const strata = [
      [1, 1, 1],
      [100, 100],
    ];
    expect(bootstrapInterval(strata, total, { random: seededRandom(1) })).toEqual({ low: 203, high: 203 });
  });

  test("cover the difference of two means about as often as they say", () => {
    const random = seededRandom(8);
    const runs = 200;
    let covered = 0;
    for (let run = 0; run < runs; run++) {
      const strata = [30, 15].map((size) => Array.from({ length: size }, () => -Math.log(1 - random())));
      const difference = ([a = [], b = []]: readonly (readonly number[])[]) => mean(a) - mean(b);
      const { low, high } = bcaInterval(strata, difference, { random, resamples: 300 });
      if (low <= 0 && 0 <= high) covered += 1;
    }
    expect(covered / runs).toBeGreaterThan(0.88);
    expect(covered / runs).toBeLessThan(0.99);
  });
});

test("the same seed gives the same interval", () => {
  const draw = () => bootstrapInterval([[1, 5, 2, 8, 3]], ([sample = []]) => mean(sample), { random: seededRandom(3) });
  expect(draw()).toEqual(draw());
});
