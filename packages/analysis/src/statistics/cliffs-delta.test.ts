import fc from "fast-check";
import { expect, test } from "vitest";
import { deltaOfRanks, rankClusters } from "./cliffs-delta.ts";

const deltaOf = (first: readonly (readonly number[])[], second: readonly (readonly number[])[]) => {
  const ranked = rankClusters(first, second);
  return deltaOfRanks(ranked.first, ranked.second);
};

// The example of R's package effsize (Torchiano).
test("effsize's example: -0.25", () => {
  expect(deltaOf([[10, 10, 20, 20, 20, 30, 30, 30, 40, 50]], [[10, 20, 30, 40, 40, 50]])).toBeCloseTo(-0.25, 12);
});

// Hollander, Wolfe (1973), page 69: U = 35 of 10 x 5 pairs.
test("is 2 U / (n1 n2) - 1 of Mann and Whitney's U", () => {
  const x = [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46];
  const y = [1.15, 0.88, 0.9, 0.74, 1.21];
  expect(deltaOf([x], [y])).toBeCloseTo((2 * 35) / 50 - 1, 12);
});

test("is what looking at every pair gives, however they are clustered, and turns round with the groups", () => {
  const group = fc.array(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 6 }), { minLength: 1 });
  fc.assert(
    fc.property(group, group, (a, b) => {
      const signs = a.flat().flatMap((x) => b.flat().map((y) => Math.sign(x - y)));
      expect(deltaOf(a, b)).toBeCloseTo(signs.reduce((sum: number, sign) => sum + sign, 0) / signs.length, 10);
      expect(deltaOf(b, a)).toBeCloseTo(-deltaOf(a, b), 10);
    }),
  );
});
