import type { StepRecord } from "@wa-routing/protocol";
import { describe, expect, test } from "vitest";
import type { JoinedEvidence } from "../evidence/join-evidence.ts";
import type { QueueEpisode } from "../order/queue-episode.ts";
import { heldEpisodes, workloadTimes } from "./workload-times.ts";

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
    expect(workloadTimes(joined(traces, 1), [])).toEqual([
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
    expect(workloadTimes(joined([untimed, trace("a", 0, "treatment", 1110)], 1), [])).toMatchObject([
      { requests: 2, timesMs: new Map([[0, [10]]]) },
    ]);
    expect(workloadTimes(joined([untimed], 1), [])).toMatchObject([{ requests: 1, timesMs: new Map() }]);
  });
});

test("without arrivals times are whole responses", () => {
  const traces = [trace("a", 0, "treatment", null), trace("a", 0, "treatment", null, { outcome: "failed" })];
  expect(workloadTimes(joined(traces, null), [])).toMatchObject([{ requests: 2, timesMs: new Map([[0, [30]]]) }]);
});

describe("held requests", () => {
  const traces = [
    trace("first", 0, "treatment", null, { sendMs: 0, endMs: 400 }),
    trace("moves", 0, "treatment", 1310, { sendMs: 20, endMs: 350 }),
    trace("lost", 0, "treatment", 1305, { sendMs: 30, outcome: "failed" }),
    trace("waits", 0, "treatment", 1340, { sendMs: 40, endMs: 380 }),
    trace("late", 0, "treatment", 1345, { sendMs: 330, endMs: 390 }),
    trace("unheld", 2, "treatment", 1390, { sendMs: 380, endMs: 395 }),
  ];
  const steps = [
    { trial: 0, step: "hold" },
    { trial: 2, step: "send" },
  ] as StepRecord[];
  const episodesOf = ({ traces: all }: JoinedEvidence) =>
    [0, 2].map((trial): QueueEpisode => {
      const members = all.filter(({ record }) => record.trial === trial);
      return { trial, arm: "treatment", members, unproven: null };
    });

  test.each([
    ["waits", 1, { moves: 0, waits: 30, late: 15, unheld: 10 }],
    ["whole responses", null, { first: 50, moves: 0, waits: 30, late: 40, unheld: 15 }],
  ] as const)("%s begin when their queue began to move, others at sending", (_, arrivalRate, expected) => {
    const evidence = joined(traces, arrivalRate);
    const held = heldEpisodes(episodesOf(evidence), steps);
    expect(held.map(({ trial }) => trial)).toEqual([0]);
    const times = workloadTimes(evidence, held).flatMap(({ workload, timesMs }) =>
      [...timesMs.values()].map(([timeMs]) => [workload, timeMs]),
    );
    expect(Object.fromEntries(times)).toEqual(expected);
  });
});
