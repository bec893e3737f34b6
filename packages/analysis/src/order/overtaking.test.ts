import { DEFAULT_ROUTER_PARAMETERS } from "@wa-routing/protocol";
import { expect, test } from "vitest";
import { overtakings } from "./overtaking.ts";
import type { ReplayTimes } from "./replay-times.ts";
import { traceOf } from "./trace.test-data.ts";
import type { Witness } from "./witness.ts";

const witness: Witness = { name: "arrivals", sawAt: ({ arrival }) => arrival?.arrivedMs ?? null, bandMs: 0 };

/** Each request: workload, criticality, when it was enqueued, when it was dispatched. */
function overtakingsOf(requests: readonly (readonly [string, number, number, number])[]) {
  const traces = requests.map(([workload, criticality, sentMs, arrivedMs]) =>
    traceOf(workload, { sentMs, arrivedMs, criticality }),
  );
  const times: ReplayTimes = {
    traces,
    requests: requests.map(([workload, criticality, enqueuedMs]) => ({ workload, criticality, enqueuedMs })),
    dispatchedMs: requests.map(([, , , dispatchedMs]) => dispatchedMs),
    dispatchesMs: requests.map(([, , , dispatchedMs]) => dispatchedMs).sort((a, b) => a - b),
    leftAs: [],
    averageLagsMs: null,
    parameters: DEFAULT_ROUTER_PARAMETERS,
    uncertainty: { clock: "client", enqueueJitterMs: 1, dispatchJitterMs: 1, averageLag: 1.5 },
  };
  return overtakings([{ trial: 0, arm: "treatment", members: traces, unproven: null }], witness, times);
}

test("in order of arrival nobody overtakes", () => {
  expect(
    overtakingsOf([
      ["low", 1, 0, 100],
      ["high", 5, 10, 101],
    ]),
  ).toEqual([]);
});

test("a higher criticality overtakes by its term", () => {
  const [only, ...others] = overtakingsOf([
    ["low", 1, 0, 2001],
    ["high", 5, 10, 2000],
  ]);
  expect(others).toEqual([]);
  expect(only).toMatchObject({ trial: 0, overtaker: "high@10", overtaken: "low@0", decidedBy: "criticality" });
  expect(only?.scoreDifference).toBeCloseTo(0.32, 3);
});

test("a lower one that goes first has a score below: the policy would not have done it", () => {
  const [only] = overtakingsOf([
    ["high", 5, 0, 2001],
    ["low", 1, 10, 2000],
  ]);
  expect(only?.scoreDifference).toBeCloseTo(-0.32, 3);
});

test("a slow sender overtakes a flood of equal criticality by the rate", () => {
  const flood = Array.from({ length: 40 }, (_, index) => ["flood", 3, index, 3000 + index] as const);
  const found = overtakingsOf([...flood, ["steady", 3, 100, 2000]]);
  expect(found).toHaveLength(40);
  expect(new Set(found.map(({ decidedBy }) => decidedBy))).toEqual(new Set(["rate"]));
  expect(found[0]?.scoreDifference).toBeGreaterThan(0);
});

test("a workload whose first dispatch waited 30 s overtakes one two levels above by its wait", () => {
  const found = overtakingsOf([
    ["waiter", 2, 0, 30_000],
    ["rival", 4, 31_000, 33_001],
    ["waiter", 2, 31_100, 33_000],
  ]);
  expect(found).toMatchObject([{ overtaker: "waiter@31100", overtaken: "rival@31000", decidedBy: "wait" }]);
  expect(found[0]?.scoreDifference).toBeCloseTo(30 / 150 - 0.16, 2);
});

test("inside one workload there is no overtaking to speak of", () => {
  expect(
    overtakingsOf([
      ["one", 3, 0, 2001],
      ["one", 3, 10, 2000],
    ]),
  ).toEqual([]);
});
