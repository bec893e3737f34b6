import { seededRandom } from "@wa-routing/protocol";
import { describe, expect, test } from "vitest";
import { binomialInterval } from "../statistics/binomial-interval.ts";
import { jainIndexOfWaits, starvation } from "./wait-fairness.ts";
import type { WorkloadTimes } from "./workload-times.ts";

const times = (workload: string, trials: readonly (readonly number[])[], arm: WorkloadTimes["arm"] = "treatment") => ({
  workload,
  arm,
  latenciesMs: trials.flat(),
  waitsMs: new Map(trials.map((waitsMs, trial) => [trial, [...waitsMs]])),
});

describe("jainIndexOfWaits", () => {
  test("is Jain's index of the mean waits of the treatment's workloads", () => {
    const found = jainIndexOfWaits(
      [times("a", [[10, 30]]), times("b", [[50], [70]]), times("c", [[90, 110]]), times("a", [[1]], "control")],
      1,
    );
    // Mean waits 20, 60, 100: 1 : 3 : 5.
    expect(found).toMatchObject({ index: 81 / 105, workloads: 3, confidence: 0.95 });
    expect(found?.low).toBeLessThan(81 / 105);
    expect(found?.high).toBeGreaterThan(81 / 105);
    expect(found?.high).toBeLessThanOrEqual(1);
  });

  test("has no interval to speak of where nothing varies, and is null where nobody waited", () => {
    expect(jainIndexOfWaits([times("a", [[5, 5]]), times("b", [[5, 5]])], 1)).toMatchObject({
      index: 1,
      low: 1,
      high: 1,
    });
    expect(jainIndexOfWaits([times("a", [])], 1)).toBeNull();
  });

  // Waits around 20, 60 and 100 ms, exponential: the true index is 81/105.
  test("covers the true index about as often as it says", () => {
    const random = seededRandom(6);
    const runs = 100;
    let covered = 0;
    for (let run = 0; run < runs; run++) {
      const workload = (meanMs: number) =>
        times(`${meanMs}`, [Array.from({ length: 40 }, () => -meanMs * Math.log(1 - random()))]);
      const found = jainIndexOfWaits([workload(20), workload(60), workload(100)], run);
      if (found !== null && found.low <= 81 / 105 && 81 / 105 <= found.high) covered += 1;
    }
    expect(covered / runs).toBeGreaterThan(0.87);
    expect(covered / runs).toBeLessThan(1);
  });

  test("a long trial is drawn in runs of neighbours: waits that rise together are not many", () => {
    const random = seededRandom(7);
    const waits = (neighbours: number) =>
      Array.from({ length: 4000 }, () => random()).map(
        (_, index, all) => 1 + (all[Math.floor(index / neighbours)] ?? 0),
      );
    const width = (neighbours: number) => {
      const found = jainIndexOfWaits(
        [times("a", [waits(neighbours)]), times("b", [waits(neighbours).map((ms) => 3 * ms)])],
        1,
      );
      return (found?.high ?? 0) - (found?.low ?? 0);
    };
    expect(width(40)).toBeGreaterThan(3 * width(1));
  });
});

describe("starvation", () => {
  test("a workload that is served only after all others", () => {
    const found = starvation([
      times("high", [
        [1, 2, 3],
        [2, 3, 4],
        [1, 2, 3],
      ]),
      times("low", [
        [10, 11, 12],
        [5, 6, 7],
        [9, 20, 30],
      ]),
    ]);
    // All three trials agree: three observations, however many requests.
    expect(found[1]).toEqual({
      workload: "low",
      requests: 9,
      share: 1,
      ...binomialInterval(3, 3),
      confidence: 0.95,
      longestWaitMs: 30,
      longestToMedian: 30 / 4.5,
    });
    expect(found[0]).toMatchObject({ workload: "high", share: 0, ...binomialInterval(0, 3), longestWaitMs: 4 });
  });

  test("in first come first served only the last requests waited longer than all others", () => {
    const [a, b, c] = starvation([times("a", [[1, 4, 7]]), times("b", [[2, 5, 8]]), times("c", [[3, 6, 9]])]);
    expect([a?.share, b?.share, c?.share]).toEqual([0, 0, 1 / 3]);
  });

  test("is compared within a trial, and only where another workload waited", () => {
    const [a] = starvation([times("a", [[5], [50], [500]]), times("b", [[10], [20]])]);
    expect(a).toMatchObject({ requests: 2, share: 0.5, longestWaitMs: 500 });
  });

  test("one workload alone cannot starve", () => {
    expect(starvation([times("a", [[5, 6]])])).toMatchObject([{ requests: 0, share: null, low: 0, high: 1 }]);
    expect(starvation([])).toEqual([]);
  });
});
