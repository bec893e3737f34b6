import type { RequestRecord } from "@wa-routing/protocol";
import { expect, test } from "vitest";
import { isDecided, measureOverhead, overheadBlocks } from "./overhead.ts";

const request = (trial: number, arm: "treatment" | "control", latencyMs: number, more: object = {}) =>
  ({ trial, arm, outcome: "completed", primed: false, sendMs: 100, endMs: 100 + latencyMs, ...more }) as RequestRecord;

test("the n-th trial of one arm is paired with the n-th of the other; what did not complete is left out", () => {
  const requests = [
    request(3, "treatment", 7),
    request(0, "treatment", 5),
    request(0, "treatment", 6),
    request(1, "control", 1),
    request(1, "control", 99, { outcome: "failed" }),
    request(1, "control", 99, { primed: true }),
    request(2, "control", 2),
    request(5, "control", 3),
  ];
  expect(overheadBlocks(requests)).toEqual([
    { treatment: [5, 6], control: [1] },
    { treatment: [7], control: [2] },
  ]);
});

test("an overhead of 2 ms is found, and is decided against a budget of 1 and of 5 ms", () => {
  const requests = Array.from({ length: 12 }, (_, trial) =>
    Array.from({ length: 50 }, (_, index) =>
      request(trial, trial % 2 === 0 ? "treatment" : "control", (trial % 2 === 0 ? 12 : 10) + index / 50),
    ),
  ).flat();
  for (const budgetMs of [1, 5]) {
    const answer = measureOverhead(requests, { budgetMs, quantile: 0.99, confidence: 0.95 }, 1);
    expect(answer?.difference).toBeCloseTo(2, 9);
    expect(answer?.medianDifferenceMs).toBeCloseTo(2, 9);
    expect(answer?.blocks).toBe(6);
    expect(isDecided(answer)).toBe(true);
  }
  expect(measureOverhead(requests.slice(0, 100), { budgetMs: 1, quantile: 0.99, confidence: 0.95 }, 1)).toBeNull();
});
