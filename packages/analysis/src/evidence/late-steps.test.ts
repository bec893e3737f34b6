import type { Plan, PlannedStep, StepRecord } from "@wa-routing/protocol";
import { expect, test } from "vitest";
import { lateSteps } from "./late-steps.ts";

const send = { step: "send", requests: [{ arrivalMs: 0 }, { arrivalMs: 200 }] } as unknown as PlannedStep;
const steps: PlannedStep[] = [{ step: "pause", ms: 300 }, { step: "hold" }, send, { step: "drain", deadlineMs: 1 }];
const prepare: PlannedStep[] = [{ step: "release" }, { step: "pause", ms: 15_000 }];
const plan = { prepare, trials: [0, 1].map((trial) => ({ trial, steps })) } as unknown as Plan;

/** How long each of the steps took, in ms. */
const took = (trial: number | null, ...durations: number[]) =>
  durations.map((ms, stepIndex) => ({ trial, stepIndex, startMs: 100, endMs: 100 + ms }) as StepRecord);

test("steps that keep their times, with what a machine needs beside", () => {
  const kept = [...took(null, 10, 15_900), ...took(0, 300, 10, 200, 900), ...took(1, 1299, 10, 1199, 900)];
  expect(lateSteps(plan, kept)).toBeNull();
});

test("a gate or a router that takes its time is not late: nobody planned how long they take", () => {
  expect(lateSteps(plan, [...took(null, 9000, 15_000), ...took(0, 300, 5000, 200, 9000)])).toBeNull();
});

test("a pause and a send are, and the one that is late by most is named", () => {
  expect(lateSteps(plan, [...took(0, 1300, 10, 200, 900), ...took(1, 300, 10, 3200, 900)])).toEqual({
    ...{ late: 2, steps: 4, plannedMs: 200, tookMs: 3200 },
  });
  expect(lateSteps(plan, [...took(0, 3500, 10, 3300, 900), ...took(1, 300)])).toEqual({
    ...{ late: 2, steps: 3, plannedMs: 300, tookMs: 3500 },
  });
});

test("a pause before the trials counts, too: waits and rates begin there", () => {
  expect(lateSteps(plan, took(null, 10, 19_192))).toEqual({ late: 1, steps: 1, plannedMs: 15_000, tookMs: 19_192 });
});
