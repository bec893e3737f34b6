import fc from "fast-check";
import { expect, test } from "vitest";
import { seededRandom, shuffled } from "./seeded-random.ts";

const take = (seed: number | string, count: number) => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, random);
};

test("the same seed gives the same numbers, another seed others", () => {
  expect(take(7, 5)).toEqual(take(7, 5));
  expect(take("a", 5)).toEqual(take("a", 5));
  expect(take(7, 5)).not.toEqual(take(8, 5));
});

test.each([1, 2, 3, 4, 5])("seed %i: uniform by a chi-squared test over 16 bins", (seed) => {
  const bins = new Array<number>(16).fill(0);
  for (const value of take(seed, 16_000)) bins[Math.floor(value * 16)]!++;
  const chiSquared = bins.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
  // 15 degrees of freedom: 44.3 is the 0.9999 quantile (NIST/SEMATECH e-Handbook, table 1.3.6.7.4 gives 37.7 at 0.999).
  expect(chiSquared).toBeLessThan(44.3);
});

test("shuffled keeps every item once and leaves its input alone", () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.integer(), (items, seed) => {
      const before = [...items];
      const after = shuffled(items, seededRandom(seed));
      expect(items).toEqual(before);
      expect([...after].sort((a, b) => a - b)).toEqual([...items].sort((a, b) => a - b));
    }),
  );
});

test("every order of three comes up about equally often", () => {
  const random = seededRandom(11);
  const counts = new Map<string, number>();
  for (let draw = 0; draw < 6000; draw++) {
    const order = shuffled(["a", "b", "c"], random).join("");
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  expect(counts.size).toBe(6);
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
});
