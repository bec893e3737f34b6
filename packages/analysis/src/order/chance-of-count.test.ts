import { expect, test } from "vitest";
import { chanceOfAtLeast } from "./chance-of-count.ts";
import type { CountDistribution } from "./random-orders.ts";

/** A coin: 0 or 1. */
const COIN: CountDistribution = { lowest: 0, chances: Float64Array.of(0.5, 0.5) };

function coins(count: number): CountDistribution[] {
  return Array<CountDistribution>(count).fill(COIN);
}

/** Chance of at least `heads`, from the binomial coefficients. */
function binomialTail(count: number, heads: number): number {
  let [coefficient, tail] = [1, heads === 0 ? 1 : 0];
  for (let at = 1; at <= count; at++) {
    coefficient *= (count - at + 1) / at;
    if (at >= heads) tail += coefficient;
  }
  return tail / 2 ** count;
}

test.each([0, 5, 32, 40, 64])("few: exact, of 64 coins at least %i heads", (heads) => {
  expect(chanceOfAtLeast(coins(64), heads)).toBeCloseTo(binomialTail(64, heads), 12);
});

test.each([510, 550, 600, 700, 999])(
  "many: a bound, never below the chance itself, and not far above: 1,000 coins, %i heads",
  (heads) => {
    const exact = binomialTail(1000, heads);
    const bound = chanceOfAtLeast(coins(1000), heads);
    expect(bound).toBeGreaterThanOrEqual(exact);
    expect(Math.log10(bound / exact)).toBeLessThan(2);
  },
);

test("many: at most half of them is no evidence, all of them is the product", () => {
  expect(chanceOfAtLeast(coins(1000), 500)).toBe(1);
  expect(Math.log2(chanceOfAtLeast(coins(1000), 1000))).toBeCloseTo(-1000, 6);
});

test("counts below zero, and values that never occur", () => {
  const net: CountDistribution = { lowest: -3, chances: Float64Array.of(0.5, 0, 0, 0, 0, 0, 0.5) };
  const many = Array<CountDistribution>(100).fill(net);
  expect(chanceOfAtLeast(many, 0)).toBe(1);
  // 60 and more of 100 coins: 0.0284.
  const bound = chanceOfAtLeast(many, 60);
  expect(bound).toBeGreaterThan(0.0284);
  expect(bound).toBeLessThan(0.2);
});
