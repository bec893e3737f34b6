import { seededRandom } from "@wa-routing/protocol";
import { describe, expect, test } from "vitest";
import { binomialInterval } from "../statistics/binomial-interval.ts";
import { jainIndexOfTimes, longestShares } from "./wait-fairness.ts";
import type { WorkloadTimes } from "./workload-times.ts";

const times = (workload: string, trials: readonly (readonly number[])[], arm: WorkloadTimes["arm"] = "treatment") => ({
  workload,
  arm,
  requests: trials.flat().length,
  timesMs: new Map(trials.map((timesMs, trial) => [trial, [...timesMs]])),
});

describe("jainIndexOfTimes", () => {
  test("is Jain's index of the mean waits of the treatment's workloads", () => {
    const found = jainIndexOfTimes(
      [times("a", [[10, 30]]), times("b", [[50], [70]]), times("c", [[90, 110]]), times("a", [[1]], "control")],
      1,
    );
    // Mean waits 20, 60, 100: 1 : 3 : 5.
    expect(found).toMatchObject({ value: 81 / 105, confidence: 0.95 });
    expect(found?.low).toBeLessThan(81 / 105);
    expect(found?.high).toBeGreaterThan(81 / 105);
    expect(found?.high).toBeLessThanOrEqual(1);
  });

  test("has no interval to speak of where nothing varies, and is null below two workloads that waited", () => {
    expect(jainIndexOfTimes([times("a", [[5, 5]]), times("b", [[5, 5]])], 1)).toMatchObject({
      value: 1,
      low: 1,
      high: 1,
    });
    expect(jainIndexOfTimes([times("a", [[5, 6]]), times("b", [])], 1)).toBeNull();
    expect(jainIndexOfTimes([], 1)).toBeNull();
  });

  // Waits around 20, 60 and 100 ms, exponential: the true index is 81/105.
  test("covers the true index about as often as it says", () => {
    const random = seededRandom(6);
    const runs = 100;
    let covered = 0;
    for (let run = 0; run < runs; run++) {
      const workload = (meanMs: number) =>
        times(`${meanMs}`, [Array.from({ length: 40 }, () => -meanMs * Math.log(1 - random()))]);
      const found = jainIndexOfTimes([workload(20), workload(60), workload(100)], run);
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
      const found = jainIndexOfTimes(
        [times("a", [waits(neighbours)]), times("b", [waits(neighbours).map((ms) => 3 * ms)])],
        1,
      );
      return (found?.high ?? 0) - (found?.low ?? 0);
    };
    expect(width(40)).toBeGreaterThan(3 * width(1));
  });
});

describe("longestShares", () => {
  test("a workload that is served only after all others", () => {
    const found = longestShares([
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
    expect(found.get("low")).toEqual({ requests: 9, share: 1, ...binomialInterval(3, 3), confidence: 0.95 });
    expect(found.get("high")).toEqual({ requests: 9, share: 0, ...binomialInterval(0, 3), confidence: 0.95 });
  });

  test("in first come first served only the last requests waited longer than all others", () => {
    const found = longestShares([times("a", [[1, 4, 7]]), times("b", [[2, 5, 8]]), times("c", [[3, 6, 9]])]);
    expect([...found.values()].map(({ share }) => share)).toEqual([0, 0, 1 / 3]);
  });

  test("is compared within a trial, and only where another workload waited", () => {
    const found = longestShares([
      times("a", [
        [5, 6],
        [50, 60],
        [500, 600],
      ]),
      times("b", [
        [10, 11],
        [20, 21],
      ]),
    ]);
    expect(found.get("a")).toMatchObject({ requests: 4, share: 0.5 });
  });

  test("the control counts for nothing", () => {
    const found = longestShares([times("a", [[5, 6]]), times("b", [[3, 4]]), times("b", [[8, 9]], "control")]);
    expect([...found].map(([workload, { share }]) => [workload, share])).toEqual([
      ["a", 1],
      ["b", 0],
    ]);
  });

  test("one workload alone cannot be left behind, nor can a single request", () => {
    expect(longestShares([times("a", [[5, 6]])]).size).toBe(0);
    expect(longestShares([times("a", [[5, 6]]), times("b", [[], [7, 8]])]).size).toBe(0);
    expect([...longestShares([times("a", [[5]]), times("b", [[3, 4]])]).keys()]).toEqual(["b"]);
  });
});
