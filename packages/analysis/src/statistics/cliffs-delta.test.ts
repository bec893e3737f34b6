import { seededRandom } from "@wa-routing/protocol";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cliffsDelta } from "./cliffs-delta.ts";
import { studentReach } from "./student-distribution.ts";

const singly = (values: readonly number[]) => values.map((value) => [value]);

describe("cliffsDelta", () => {
  // The example of R's package effsize (Torchiano), whose interval has Cliff's unbiased variance: -0.7266 to 0.3890. Ours is
  // DeLong's, which is the one that can be had by clusters, and a hair wider.
  test("effsize's example: -0.25, -0.7266 to 0.3890", () => {
    const { delta, low, high } = cliffsDelta(
      singly([10, 10, 20, 20, 20, 30, 30, 30, 40, 50]),
      singly([10, 20, 30, 40, 40, 50]),
    );
    expect(delta).toBeCloseTo(-0.25, 12);
    expect(Math.abs(low + 0.7266)).toBeLessThan(0.01);
    expect(Math.abs(high - 0.389)).toBeLessThan(0.01);
  });

  // Hollander, Wolfe (1973), page 69: U = 35 of 10 x 5 pairs.
  test("is 2 U / (n1 n2) - 1 of Mann and Whitney's U", () => {
    const x = [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46];
    const y = [1.15, 0.88, 0.9, 0.74, 1.21];
    expect(cliffsDelta(singly(x), singly(y)).delta).toBeCloseTo((2 * 35) / 50 - 1, 12);
  });

  test("is what looking at every pair gives, and turns round with the groups", () => {
    const group = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 2, maxLength: 25 });
    fc.assert(
      fc.property(group, group, (a, b) => {
        const signs = a.flatMap((x) => b.map((y) => Math.sign(x - y)));
        const forth = cliffsDelta(singly(a), singly(b));
        const back = cliffsDelta(singly(b), singly(a));
        expect(forth.delta).toBeCloseTo(signs.reduce((sum: number, sign) => sum + sign, 0) / signs.length, 10);
        expect(back.delta).toBeCloseTo(-forth.delta, 10);
        expect(back.low).toBeCloseTo(-forth.high, 8);
        expect(forth.low).toBeLessThanOrEqual(forth.delta + 1e-9);
        expect(forth.high).toBeGreaterThanOrEqual(forth.delta - 1e-9);
      }),
    );
  });

  // Feng, Cliff (2004): (n - z²) / (n + z²) of the smaller group.
  test("without overlap the bound is what so few measurements can say", () => {
    const z2 = studentReach(0.95, 18) ** 2;
    const { delta, low, high } = cliffsDelta(
      singly(Array.from({ length: 12 }, (_, i) => 100 + i)),
      singly(Array.from({ length: 8 }, (_, i) => i)),
    );
    expect([delta, high]).toEqual([1, 1]);
    expect(low).toBeCloseTo((8 - z2) / (8 + z2), 12);
  });

  test("one cluster in a group says nothing", () => {
    expect(cliffsDelta([[5, 6, 7]], [[1], [2]])).toEqual({ delta: 1, low: -1, high: 1 });
  });

  // Two normal distributions a shift of s apart: delta = 2 P(X > Y) - 1, with X - Y normal around s.
  test.each([
    { trials: 12, perTrial: 1, trialShare: 0 },
    { trials: 12, perTrial: 15, trialShare: 0.8 },
  ])("covers the true delta: $trials trials of $perTrial, $trialShare of the variance between trials", (design) => {
    const { trials, perTrial, trialShare } = design;
    const random = seededRandom(`${perTrial}`);
    const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const group = (shift: number) =>
      Array.from({ length: trials }, () => {
        const own = Math.sqrt(trialShare) * normal();
        return Array.from({ length: perTrial }, () => shift + own + Math.sqrt(1 - trialShare) * normal());
      });
    const runs = 300;
    const expected = 0.5205; // 2 Φ(1 / √2) - 1 = erf(1/2), Abramowitz, Stegun, table 7.1
    let covered = 0;
    let naive = 0;
    for (let run = 0; run < runs; run++) {
      const [a, b] = [group(1), group(0)];
      const covers = ({ low, high }: { low: number; high: number }) => low <= expected && expected <= high;
      if (covers(cliffsDelta(a, b))) covered += 1;
      if (covers(cliffsDelta(singly(a.flat()), singly(b.flat())))) naive += 1;
    }
    expect(covered / runs).toBeGreaterThan(0.9);
    if (perTrial > 1) expect(naive / runs).toBeLessThan(0.7);
  });
});
