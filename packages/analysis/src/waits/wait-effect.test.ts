import { expect, test } from "vitest";
import { waitEffects } from "./wait-effect.ts";
import type { WorkloadTimes } from "./workload-times.ts";

const times = (workload: string, arm: WorkloadTimes["arm"], trials: readonly (readonly number[])[]): WorkloadTimes => ({
  workload,
  arm,
  latenciesMs: trials.flat(),
  waitsMs: new Map(trials.map((waitsMs, trial) => [2 * trial + (arm === "control" ? 1 : 0), [...waitsMs]])),
});

test("a workload that waits longer in every trial of the treatment: 2 of the 20 ways to deal six trials are as extreme", () => {
  const effects = waitEffects(
    [
      times("low", "treatment", [
        [10, 11],
        [12, 13],
        [14, 15],
      ]),
      times("low", "control", [
        [1, 2],
        [3, 4],
        [5, 6],
      ]),
    ],
    1,
  );
  expect(effects).toMatchObject([
    { workload: "low", delta: 1, high: 1, pValue: 2 / 20, exact: true, trials: { treatment: 3, control: 3 } },
  ]);
  expect(effects[0]?.low).toBeLessThan(0);
});

test("shorter waits are negative, and many trials are certain", () => {
  const trials = (from: number) => Array.from({ length: 10 }, (_, trial) => [from + trial, from + trial + 0.5]);
  const [effect] = waitEffects([times("high", "treatment", trials(0)), times("high", "control", trials(5))], 1);
  expect(effect?.delta).toBeLessThan(-0.5);
  expect(effect?.high).toBeLessThan(0);
  expect(effect).toMatchObject({ exact: false });
  expect(effect?.pValue).toBeLessThan(0.02);
});

test("many requests of two trials say no more than two trials can", () => {
  const [effect] = waitEffects(
    [
      times("low", "treatment", [
        Array.from({ length: 500 }, (_, i) => 100 + i),
        Array.from({ length: 500 }, (_, i) => 100 + i),
      ]),
      times("low", "control", [Array.from({ length: 500 }, (_, i) => i), Array.from({ length: 500 }, (_, i) => i)]),
    ],
    1,
  );
  expect(effect?.pValue).toBe(2 / 6);
});

test("a workload that waited in one arm only is left out", () => {
  expect(waitEffects([times("a", "treatment", [[1]]), times("b", "control", [[1]])], 1)).toEqual([]);
  expect(waitEffects([times("a", "treatment", [[1]]), times("a", "control", [])], 1)).toEqual([]);
});
