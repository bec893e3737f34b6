import { describe, expect, test } from "vitest";
import type { JoinedEvidence } from "../evidence/join-evidence.ts";
import { workloadTimes } from "./workload-times.ts";

const trace = (workload: string, trial: number | null, arm: string | null, arrivedMs: number | null, more = {}) => ({
  record: { workload, trial, arm, primed: false, outcome: "completed", sendMs: 100, endMs: 130, ...more },
  arrival: arrivedMs === null ? null : { modelServer: "server", arrivedMs },
});
const joined = (traces: readonly object[], arrivalRate: number | null) =>
  ({
    traces,
    joins: { arrivalRate },
    modelServerClocks: { server: { offsetMs: -1000 } },
  }) as unknown as JoinedEvidence;

describe("with arrivals", () => {
  test("times are waits on the client's clock, by trial; primes and the preparation are left out", () => {
    const traces = [
      trace("a", 0, "treatment", 1110),
      trace("b", 0, "treatment", 1105),
      trace("a", 2, "treatment", 1130),
      trace("a", 1, "control", 1101),
      trace("a", 0, "treatment", 1120, { primed: true }),
      trace("a", null, null, 1120),
      trace("a", 0, "treatment", 1112),
    ];
    expect(workloadTimes(joined(traces, 1))).toEqual([
      {
        workload: "a",
        arm: "treatment",
        requests: 3,
        timesMs: new Map([
          [0, [10, 12]],
          [2, [30]],
        ]),
      },
      { workload: "b", arm: "treatment", requests: 1, timesMs: new Map([[0, [5]]]) },
      { workload: "a", arm: "control", requests: 1, timesMs: new Map([[1, [1]]]) },
    ]);
  });

  test.each([
    ["did not complete", trace("a", 0, "treatment", 1110, { outcome: "timed-out" })],
    ["no model server saw", trace("a", 0, "treatment", null)],
    [
      "a model server saw on a clock that is not known",
      { ...trace("a", 0, "treatment", 1110), arrival: { modelServer: "x", arrivedMs: 1 } },
    ],
  ])("a request that %s counts, and has no time", (_, untimed) => {
    expect(workloadTimes(joined([untimed, trace("a", 0, "treatment", 1110)], 1))).toMatchObject([
      { requests: 2, timesMs: new Map([[0, [10]]]) },
    ]);
    expect(workloadTimes(joined([untimed], 1))).toMatchObject([{ requests: 1, timesMs: new Map() }]);
  });
});

test("without arrivals times are whole responses", () => {
  const traces = [trace("a", 0, "treatment", null), trace("a", 0, "treatment", null, { outcome: "failed" })];
  expect(workloadTimes(joined(traces, null))).toMatchObject([{ requests: 2, timesMs: new Map([[0, [30]]]) }]);
});
