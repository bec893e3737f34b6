import { seededRandom } from "@wa-routing/protocol";
import { describe, expect, test } from "vitest";
import { permutationTest, smallestPValue } from "./permutation-test.ts";
import { midranks } from "./ranks.ts";

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const exactly = { random: seededRandom(1), permutations: 20_000 };

describe("every arrangement", () => {
  // Fisher: The Design of Experiments (1935), chapter II: of eight cups the lady names the four into which milk was poured first.
  test.each([
    { right: 4, pValue: 1 / 70 },
    { right: 3, pValue: 17 / 70 },
  ])("$right of 4 cups named rightly", ({ right, pValue }) => {
    const named = [1, 1, 1, 1].fill(0, right);
    const others = [0, 0, 0, 0].fill(1, right);
    expect(permutationTest(named, others, sum, exactly)).toBeCloseTo(pValue, 12);
  });

  // Hollander, Wolfe: Nonparametric Statistical Methods (1973), page 69: permeability of the chorioamnion. One-sided p of the
  // rank sum 0.1272, as wilcox.test of R's documentation gives it.
  test("permeability of the chorioamnion", () => {
    const ranks = midranks([0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46, 1.15, 0.88, 0.9, 0.74, 1.21]);
    expect(permutationTest([...ranks.slice(0, 10)], [...ranks.slice(10)], sum, exactly)).toBeCloseTo(0.1272, 4);
  });
});

describe("a sample of the arrangements", () => {
  // Efron, Tibshirani: An Introduction to the Bootstrap (1993), chapter 15: survival of mice. They find 0.132 from 1000 random
  // permutations; all 11,440, counted by a bit mask, give 1613.
  const treated = [94, 197, 16, 38, 99, 141, 23];
  const control = [52, 104, 146, 10, 51, 30, 40, 27, 46];

  test("survival of mice, all and some", () => {
    expect(permutationTest(treated, control, sum, exactly)).toBeCloseTo(1613 / 11_440, 12);
    const sampled = permutationTest(treated, control, sum, { random: seededRandom(2), permutations: 4000 });
    expect(sampled).not.toBe(1613 / 11_440);
    expect(Math.abs(sampled - 1613 / 11_440)).toBeLessThan(0.02);
  });

  test("never gives 0: the observed arrangement counts (Phipson, Smyth 2010)", () => {
    const high = Array.from({ length: 20 }, (_, index) => 100 + index);
    const low = Array.from({ length: 20 }, (_, index) => index);
    expect(permutationTest(high, low, sum, { random: seededRandom(3), permutations: 199 })).toBe(1 / 200);
  });

  test("where nothing differs, p is at most 0.05 in about a twentieth of all cases", () => {
    const random = seededRandom(4);
    const draw = () => Array.from({ length: 12 }, random);
    let rejected = 0;
    for (let run = 0; run < 400; run++) {
      if (permutationTest(draw(), draw(), sum, { random, permutations: 99 }) <= 0.05) rejected += 1;
    }
    expect(rejected / 400).toBeGreaterThan(0.02);
    expect(rejected / 400).toBeLessThan(0.085);
  });
});

test("arrangements that differ only in the order of summing count as equal", () => {
  const items = [0.1, 0.2, 0.3];
  expect(permutationTest(items, [0.3, 0.2, 0.1], sum, exactly)).toBeGreaterThanOrEqual(0.5);
});

test.each([
  [1, 1, 1],
  [3, 3, 2 / 20],
  [4, 2, 2 / 15],
  [6, 6, 2 / 924],
  [7, 7, 1 / 2001],
])("%i and %i that lie wholly apart: p = %f, and no less", (first, second, pValue) => {
  const values = Array.from({ length: first + second }, (_, index) => index);
  const distance = (some: readonly number[], others: readonly number[]) =>
    Math.abs(sum(some) / some.length - sum(others) / others.length);
  const found = permutationTest(values.slice(0, first), values.slice(first), distance, { random: seededRandom(5) });
  expect(smallestPValue(first, second)).toBeCloseTo(pValue, 12);
  expect(found).toBeGreaterThanOrEqual(smallestPValue(first, second) - 1e-12);
  if (first + second < 14) expect(found).toBeCloseTo(pValue, 12);
});
