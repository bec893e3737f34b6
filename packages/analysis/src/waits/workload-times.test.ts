import { expect, test } from "vitest";
import type { JoinedEvidence } from "../evidence/join-evidence.ts";
import { workloadLatencies } from "./request-summary.ts";
import { workloadTimes } from "./workload-times.ts";

const trace = (workload: string, trial: number, arm: string | null, arrivedMs: number | null, more: object = {}) => ({
  record: { workload, trial, arm, primed: false, outcome: "completed", sendMs: 100, endMs: 130, ...more },
  arrival: arrivedMs === null ? null : { modelServer: "server", arrivedMs },
});

test("waits are on the client's clock, by trial; primes and what did not complete are left out", () => {
  const traces = [
    trace("a", 0, "treatment", 1110),
    trace("b", 0, "treatment", null),
    trace("a", 2, "treatment", 1130, { endMs: 150 }),
    trace("a", 1, "control", 1101),
    trace("a", 0, "treatment", 1120, { primed: true }),
    trace("a", 0, "treatment", 1120, { outcome: "failed" }),
    trace("a", 0, null, 1120),
    trace("a", 0, "treatment", 1112),
  ];
  const times = workloadTimes({
    traces,
    modelServerClocks: { server: { offsetMs: -1000 } },
  } as unknown as JoinedEvidence);
  expect(times).toEqual([
    {
      workload: "a",
      arm: "treatment",
      latenciesMs: [30, 50, 30],
      waitsMs: new Map([
        [0, [10, 12]],
        [2, [30]],
      ]),
    },
    { workload: "b", arm: "treatment", latenciesMs: [30], waitsMs: new Map() },
    { workload: "a", arm: "control", latenciesMs: [30], waitsMs: new Map([[1, [1]]]) },
  ]);
  expect(workloadLatencies(times).slice(0, 2)).toEqual([
    { workload: "a", arm: "treatment", requests: 3, p50Ms: 30, p99Ms: 49.6, waitP50Ms: 12, longestWaitMs: 30 },
    { workload: "b", arm: "treatment", requests: 1, p50Ms: 30, p99Ms: 30, waitP50Ms: null, longestWaitMs: null },
  ]);
});
