import { type Plan, scenarioWaitsSchema } from "@wa-routing/protocol";
import { expect, test } from "vitest";
import type { JoinedEvidence } from "../evidence/join-evidence.ts";
import type { QueueEpisode } from "../order/queue-episode.ts";
import { scenarioWaits, waitsOf } from "./scenario-waits.ts";

type Sent = readonly [workload: string, trial: number, waitMs: number | null];

/** Trials with an even number are of the treatment. */
function waitsWhere(sent: readonly Sent[], { control, episodes = [null] }: Made = {}) {
  const traces = sent.map(([workload, trial, waitMs]) => ({
    record: {
      ...{ workload, trial, arm: trial % 2 === 0 ? "treatment" : "control", primed: false },
      ...{ outcome: waitMs === null ? "timed-out" : "completed", sendMs: 0, endMs: 1000 },
    },
    arrival: waitMs === null ? null : { modelServer: "server", arrivedMs: waitMs },
  }));
  const joined = { traces, joins: { arrivalRate: 1 }, modelServerClocks: { server: { offsetMs: 0 } } };
  return scenarioWaits(
    { seed: 1, scenario: { name: "held", control } as Plan["scenario"] },
    [],
    joined as unknown as JoinedEvidence,
    episodes.map((unproven) => ({ unproven }) as QueueEpisode),
  );
}

interface Made {
  readonly control?: Plan["scenario"]["control"];
  readonly episodes?: readonly (string | null)[];
}

test("a row for each workload of the treatment, shortest median first, beside it the control", () => {
  const found = waitsWhere([
    ["low", 0, 30],
    ["low", 0, 50],
    ["high", 0, 10],
    ["low", 1, 20],
    ["high", 1, null],
    ["only-control", 1, 5],
  ]);
  expect(() => scenarioWaitsSchema.parse(found)).not.toThrow();
  expect(found).toMatchObject({ scenario: "held", measure: "wait", queues: 1, unprovenQueues: 0, leastTrials: 4 });
  expect(found?.workloads).toMatchObject([
    {
      treatment: { workload: "high", requests: 1, timed: 1, medianMs: 10, longestMs: 10 },
      control: { workload: "high", requests: 1, timed: 0, medianMs: null, longestMs: null },
      againstControl: null,
      longest: null,
    },
    {
      treatment: { workload: "low", requests: 2, timed: 2, medianMs: 40, longestMs: 50 },
      control: { workload: "low", requests: 1, timed: 1, medianMs: 20, longestMs: 20 },
      againstControl: { found: "too-few-trials", medianDifferenceMs: 20, pValue: 1 },
      longest: { requests: 2, share: 1 },
    },
  ]);
  // Mean waits 10 and 40.
  expect(found?.jainIndex?.value).toBeCloseTo(50 ** 2 / (2 * (10 ** 2 + 40 ** 2)), 12);
});

test("a workload that was never served comes last, without times", () => {
  const found = waitsWhere([
    ["starving", 0, null],
    ["high", 0, 10],
  ]);
  expect(found?.workloads.map(({ treatment, control }) => [treatment.workload, treatment.medianMs, control])).toEqual([
    ["high", 10, null],
    ["starving", null, null],
  ]);
  expect(found).toMatchObject({ leastTrials: null, jainIndex: null });
});

test("what plays a workload's part in the control stands beside it, under its own name", () => {
  const found = waitsWhere(
    [
      ["waiter", 0, 30],
      ["brief", 1, 20],
    ],
    { control: { control: "substitute", workloads: { waiter: "brief" } } },
  );
  expect(found?.workloads).toMatchObject([
    { treatment: { workload: "waiter" }, control: { workload: "brief", medianMs: 20 } },
  ]);
});

test("it is said of how many queues nothing proves that they existed", () => {
  const found = waitsWhere([["low", 0, 30]], { episodes: [null, "the queue did not fill", null] });
  expect(found).toMatchObject({ queues: 3, unprovenQueues: 1 });
});

test.each([
  ["nobody was made to wait", [["low", 0, 30]], []],
  ["nothing was sent in the treatment", [["low", 1, 30]], [null]],
] as const)("none where %s, and none in the checklist", (_, sent, episodes) => {
  const waits = waitsWhere(sent, { episodes });
  expect(waits).toBeNull();
  expect(waitsOf([{ waits }])).toEqual({ waits: [] });
});
