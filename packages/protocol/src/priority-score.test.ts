import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { explainScore, priorityScore, type ScoreInputs } from "./priority-score.ts";
import type { Criticality } from "./workload-context.ts";

const { vectors } = JSON.parse(readFileSync(new URL("../vectors/priority-score.json", import.meta.url), "utf8")) as {
  vectors: (ScoreInputs & { name: string; score: number })[];
};

test.each(vectors)("$name: $score", ({ name: _, score, ...inputs }) => {
  expect(priorityScore(inputs).score).toBeCloseTo(score, 9);
});

const inputs = fc.record({
  criticality: fc.constantFrom<Criticality>(1, 2, 3, 4, 5),
  emaSeconds: fc.double({ min: 0, max: 1e4, noNaN: true }),
  ratePerSecond: fc.double({ min: 0, max: 1e6, noNaN: true }),
});

// Criticality 1 at full rate, criticality 5 after 60 s of average wait.
const [LOWEST, HIGHEST] = [-0.12, 0.8] as const;

test("stays in its range and is the sum of its terms", () => {
  fc.assert(
    fc.property(inputs, (given) => {
      const { score, waitTerm, criticalityTerm, rateTerm } = priorityScore(given);
      expect(score).toBeGreaterThanOrEqual(LOWEST - 1e-12);
      expect(score).toBeLessThanOrEqual(HIGHEST + 1e-12);
      expect(score).toBe(waitTerm + criticalityTerm - rateTerm);
    }),
  );
});

test("one level of criticality is worth 12 s of average wait and 40 requests per second", () => {
  const level = priorityScore({ criticality: 3, emaSeconds: 0, ratePerSecond: 0 }).criticalityTerm / 3;
  expect(priorityScore({ criticality: 3, emaSeconds: 12, ratePerSecond: 0 }).waitTerm).toBeCloseTo(level, 12);
  expect(priorityScore({ criticality: 3, emaSeconds: 0, ratePerSecond: 40 }).rateTerm).toBeCloseTo(level, 12);
});

test("is explained as a sum that a person can check", () => {
  expect(explainScore({ criticality: 1, emaSeconds: 30, ratePerSecond: 10 })).toBe(
    "0.2600 = wait 0.2000 (30 s) + criticality 0.0800 (1) - rate 0.0200 (10/s)",
  );
});
