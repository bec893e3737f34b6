import { seededRandom } from "@wa-routing/protocol";
import { expect, test } from "vitest";
import { medianInterval } from "./median-interval.ts";

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

// Ranks of the 95 % interval: Conover, table A3 (binomial, p = 1/2), two-sided.
test.each([
  [6, 1, 6],
  [8, 1, 8],
  [9, 2, 8],
  [12, 3, 10],
  [15, 4, 12],
  [20, 6, 15],
  [25, 8, 18],
  [40, 14, 27],
])("of %i values the interval goes from the %ith to the %ith", (count, low, high) => {
  expect(medianInterval(upTo(count))).toMatchObject({ low, high, median: (count + 1) / 2 });
});

test.each([0, 1, 5])("%i values are too few", (count) => {
  expect(medianInterval(upTo(count))).toBeNull();
});

test("more confidence needs more values, and gives a wider interval", () => {
  expect(medianInterval(upTo(7), 0.99)).toBeNull();
  expect(medianInterval(upTo(8), 0.99)).toMatchObject({ low: 1, high: 8 });
  expect(medianInterval(upTo(40), 0.99)).toMatchObject({ low: 12, high: 29 });
});

test("it covers the median of a skewed distribution as often as it says", () => {
  const random = seededRandom("cover");
  const covered = Array.from({ length: 2000 }, () => {
    const values = Array.from({ length: 15 }, () => (-Math.log(1 - random())) ** 3);
    const { low, high } = medianInterval(values) ?? { low: 0, high: 0 };
    const median = Math.LN2 ** 3;
    return low <= median && median <= high;
  });
  expect(covered.filter(Boolean).length / covered.length).toBeGreaterThan(0.95);
});
