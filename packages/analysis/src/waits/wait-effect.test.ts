import { seededRandom } from "@wa-routing/protocol";
import { describe, expect, test } from "vitest";
import { waitEffects } from "./wait-effect.ts";
import type { WorkloadTimes } from "./workload-times.ts";

const times = (workload: string, arm: WorkloadTimes["arm"], trials: readonly (readonly number[])[]): WorkloadTimes => ({
  workload,
  arm,
  requests: trials.flat().length,
  timesMs: new Map(trials.map((timesMs, trial) => [2 * trial + (arm === "control" ? 1 : 0), [...timesMs]])),
});
/** So many trials of two requests each, that wait a little longer from trial to trial. */
const trials = (count: number, fromMs: number) =>
  Array.from({ length: count }, (_, trial) => [fromMs + trial, fromMs + trial + 0.5]);

describe("of one workload", () => {
  test.each([
    ["longer in all of four trials", trials(4, 100), trials(4, 5), { found: "longer", medianDifferenceMs: 95 }, 2 / 70],
    ["shorter in all of four", trials(4, 5), trials(4, 100), { found: "shorter", medianDifferenceMs: -95 }, 2 / 70],
    ["three trials can show nothing", trials(3, 100), trials(3, 5), { found: "too-few-trials" }, 2 / 20],
    [
      "nor can a thousand requests in two",
      [Array(500).fill(9), Array(500).fill(9)],
      trials(2, 1),
      { found: "too-few-trials" },
      2 / 6,
    ],
    ["where trials overlap, nothing is clear", trials(5, 5), trials(5, 6), { found: "unclear" }, null],
    ["nor where nothing differs at all", trials(5, 5), trials(5, 5), { found: "unclear", medianDifferenceMs: 0 }, 1],
  ] as const)("%s", (_, treatment, control, expected, pValue) => {
    const { byWorkload, leastTrials } = waitEffects(
      [times("low", "treatment", treatment), times("low", "control", control)],
      undefined,
      1,
    );
    expect(byWorkload.get("low")).toMatchObject(expected);
    if (pValue !== null) expect(byWorkload.get("low")?.pValue).toBeCloseTo(pValue, 12);
    expect(leastTrials).toBe(4);
  });

  test("a median that moved against most requests is not clear", () => {
    // 16 of 25 pairs lie higher in the treatment, its median lower.
    const treatment = Array.from({ length: 4 }, () => [1, 1, 1, 100, 100]);
    const control = Array.from({ length: 4 }, () => [0, 0, 2, 2, 2]);
    const { byWorkload } = waitEffects(
      [times("a", "treatment", treatment), times("a", "control", control)],
      undefined,
      1,
    );
    expect(byWorkload.get("a")).toMatchObject({
      found: "unclear",
      medianDifferenceMs: -1,
      pValue: expect.closeTo(2 / 70, 12),
    });
  });
});

test("several workloads are looked at, so each has to be clearer, and takes more trials", () => {
  const both = (count: number) =>
    ["a", "b"].flatMap((name) => [
      times(name, "treatment", trials(count, 100)),
      times(name, "control", trials(count, 5)),
    ]);
  const found = (count: number) => waitEffects(both(count), undefined, 1).byWorkload.get("a")?.found;
  expect([found(4), found(5)]).toEqual(["too-few-trials", "longer"]);
  expect(waitEffects(both(4), undefined, 1).leastTrials).toBe(5);
});

test("so many workloads that no number of trials tells them apart", () => {
  const many = Array.from({ length: 101 }, (_, index) => `w${index}`).flatMap((name) => [
    times(name, "treatment", [[2]]),
    times(name, "control", [[1]]),
  ]);
  expect(waitEffects(many, undefined, 1).leastTrials).toBeNull();
});

test("where the treatment does nothing, a scenario of three workloads is mostly called unclear", () => {
  const random = seededRandom(8);
  const drawn = () => Array.from({ length: 6 }, () => [random(), random()]);
  let wrong = 0;
  for (let run = 0; run < 200; run++) {
    const all = ["a", "b", "c"].flatMap((name) => [times(name, "treatment", drawn()), times(name, "control", drawn())]);
    const { byWorkload } = waitEffects(all, undefined, run);
    if ([...byWorkload.values()].some(({ found }) => found !== "unclear")) wrong += 1;
  }
  expect(wrong / 200).toBeLessThan(0.09);
});

test("a workload is compared with what plays its part in the control", () => {
  const control = { control: "substitute", workloads: { waiter: "brief" } } as const;
  const { byWorkload } = waitEffects(
    [times("waiter", "treatment", trials(4, 100)), times("brief", "control", trials(4, 5))],
    control,
    1,
  );
  expect([...byWorkload]).toMatchObject([["waiter", { found: "longer" }]]);
});

test("a workload that was timed in one arm only is not compared", () => {
  const alone = [times("a", "treatment", [[1]]), times("b", "control", [[1]])];
  expect(waitEffects(alone, undefined, 1)).toEqual({ byWorkload: new Map(), leastTrials: null });
  expect(waitEffects([times("a", "treatment", [[1]]), times("a", "control", [])], undefined, 1).byWorkload.size).toBe(
    0,
  );
});
