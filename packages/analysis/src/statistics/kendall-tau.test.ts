import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { kendallTauB } from "./kendall-tau.ts";

describe("kendallTauB", () => {
  test.each([
    { name: "the same order", a: [1, 2, 3, 4], b: [1, 2, 3, 4], tau: 1 },
    { name: "the opposite", a: [1, 2, 3, 4], b: [4, 3, 2, 1], tau: -1 },
    { name: "ties by hand", a: [1, 1, 2, 3], b: [1, 2, 3, 0], tau: (2 - 3) / Math.sqrt(5 * 6) },
    {
      // Hollander, Wolfe: Nonparametric Statistical Methods (1973), page 187: lightness of tuna and panel scores, T = 26 of 36.
      name: "canned tuna",
      a: [44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1],
      b: [2.6, 3.1, 2.5, 5, 3.6, 4, 5.2, 2.8, 3.8],
      tau: (26 - 10) / 36,
    },
  ])("$name", ({ a, b, tau }) => expect(kendallTauB(a, b)).toBeCloseTo(tau, 12));

  test("a constant ranking has none", () => expect(kendallTauB([1, 1, 1], [1, 2, 3])).toBeNaN());

  test("agrees with counting every pair", () => {
    const rank = fc.integer({ min: 0, max: 6 });
    fc.assert(
      fc.property(fc.array(fc.tuple(rank, rank), { minLength: 2, maxLength: 40 }), (pairs) => {
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
