import { DEFAULT_ROUTER_PARAMETERS, priorityScore } from "@wa-routing/protocol";
import { expect, test } from "vitest";
import { overtakings } from "./overtaking.ts";
import type { ReplayTimes } from "./replay-times.ts";
import { traceOf } from "./trace.test-data.ts";
import type { Witness } from "./witness.ts";

const witness: Witness = { name: "arrivals", sawAt: ({ arrival }) => arrival?.arrivedMs ?? null, bandMs: 0 };

/** Each request: workload, criticality, when it was enqueued, when it was dispatched. */
function seen(requests: readonly (readonly [string, number, number, number])[], held = requests.length, most?: number) {
  const traces = requests.map(([workload, criticality, sentMs, arrivedMs]) =>
    traceOf(workload, { sentMs, arrivedMs, criticality }),
  );
  const times: ReplayTimes = {
    traces,
    requests: requests.map(([workload, criticality, enqueuedMs]) => ({ workload, criticality, enqueuedMs })),
    dispatchedMs: requests.map(([, , , dispatchedMs]) => dispatchedMs),
    dispatchesMs: requests.map(([, , , dispatchedMs]) => dispatchedMs).sort((a, b) => a - b),
    leftAs: [],
    dispatchLeadsMs: null,
    isEntryLogged: false,
    averageLagsMs: null,
    parameters: DEFAULT_ROUTER_PARAMETERS,
    uncertainty: { clock: "client", enqueueJitterMs: 1, dispatchJitterMs: 1, averageLag: 1.5 },
  };
  const members = traces.slice(traces.length - held);
  return overtakings([{ trial: 0, arm: "treatment", members, unproven: null }], witness, times, most);
}

const overtakingsOf = (requests: Parameters<typeof seen>[0], held?: number) => seen(requests, held).first;

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
    ["waiter", 2, 500, 30_500],
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

test("what is sent after a dispatch has no part in its score", () => {
  const later = Array.from({ length: 40 }, (_, index) => ["high", 5, 3000 + index, 4000 + index] as const);
  const [only, ...others] = overtakingsOf([["low", 1, 0, 2001], ["high", 5, 10, 2000], ...later]);
  expect(others).toEqual([]);
  expect(only?.scoreDifference).toBeCloseTo(0.32, 3);
});

test("rates count from when each workload came", () => {
  const [only] = overtakingsOf([
    ["early", 3, 1000, 2001],
    ["late", 3, 1500, 2000],
  ]);
  const scoreAt = (ratePerSecond: number) => priorityScore({ criticality: 3, emaSeconds: 0, ratePerSecond }).score;
  expect(only?.scoreDifference).toBeCloseTo(scoreAt(2) - scoreAt(1), 9);
});

test("what was seen to leave is no longer there, although its times say that it came later", () => {
  const found = overtakingsOf([
    ["low", 1, 0, 2001],
    ["high", 5, 2010, 2000],
    ["third", 3, 2020, 2100],
  ]);
  expect(found.map(({ overtaker, overtaken }) => [overtaker, overtaken])).toEqual([["high@2010", "low@0"]]);
});

test("requests that no trial held overtake nobody, and are not overtaken", () => {
  const requests = [
    ["low", 1, 0, 2001],
    ["high", 5, 10, 2000],
  ] as const;
  expect(overtakingsOf(requests, 0)).toEqual([]);
  expect(overtakingsOf(requests, 1)).toEqual([]);
});

test("of very many the first are told, and all are counted", () => {
  const waiting = ["a", "b", "c"].map((name, index) => [name, 1, index, 3000 + index] as const);
  const late = ["x", "y"].map((name, index) => [name, 5, 10 + index, 2000 + index] as const);
  const { first, all } = seen([...waiting, ...late], 5, 4);
  expect(all).toBe(6);
  expect(first.map(({ overtaker }) => overtaker)).toEqual(["x@10", "x@10", "x@10", "y@11"]);
});
