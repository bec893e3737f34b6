import type { Plan, PlannedRequest, PlannedStep, RequestRecord, StepRecord } from "@wa-routing/protocol";
import { expect, test } from "vitest";
import { recordContradictions } from "./record-contradictions.ts";

const request = (id: string): PlannedRequest => ({
  ...{ id, workload: "high", workloadId: `w-${id}`, criticality: 5, contextHeaders: ["{}"], arrivalMs: 0 },
});
const STEPS: readonly PlannedStep[] = [
  { step: "hold" },
  { step: "send", requests: [request("a"), request("b")] },
  { step: "barrier", queued: 2, deadlineMs: 1000 },
  { step: "release" },
  { step: "drain", deadlineMs: 1000 },
];
const PLAN = {
  prepare: [{ step: "prime", requests: [request("p")] }],
  trials: [{ trial: 0, arm: "treatment", steps: STEPS }],
} as unknown as Plan;

/** Each step takes 100 ms, the prime the 100 ms before them. */
const step = (name: StepRecord["step"], stepIndex: number, trial: number | null = 0): StepRecord => {
  const startMs = trial === null ? 0 : 100 * (stepIndex + 1);
  const queued = name === "barrier" ? 2 : null;
  return {
    ...{ trial, arm: trial === null ? null : "treatment", stepIndex, step: name, startMs, endMs: startMs + 100 },
    ...{ ok: true, problem: null, queuedExpected: queued, queuedSeen: queued },
  };
};
const record = (id: string, sequence: number, sendMs: number, more: Partial<RequestRecord> = {}): RequestRecord => ({
  ...{ ...request(id), sequence, trial: 0, arm: "treatment", stepIndex: 1, primed: false },
  ...{ arrivalMs: sendMs - 0.5, sendMs, latenessMs: 0.5, headersMs: 520, firstTokenMs: 525, endMs: 530, tokenMs: null },
  ...{ outcome: "completed", status: 200, errorCode: null, errorText: null, requestId: null, completionTokens: 1 },
  ...more,
});
const DONE = [step("prime", 0, null), ...STEPS.map(({ step: name }, index) => step(name, index))];
const PRIMED = { trial: null, arm: null, stepIndex: 0, primed: true, headersMs: 20, firstTokenMs: 25, endMs: 30 };
const SENT = [record("p", 0, 10, PRIMED), record("a", 1, 210), record("b", 2, 220)];

const changed = (changes: Partial<RequestRecord>) => SENT.map((one) => (one.id === "b" ? { ...one, ...changes } : one));
const stepped = (stepIndex: number, changes: Partial<StepRecord>) =>
  DONE.map((one) => (one.trial === 0 && one.stepIndex === stepIndex ? { ...one, ...changes } : one));

test("a run as it was planned contradicts nothing, whole or cut short", () => {
  expect(recordContradictions(PLAN, DONE, SENT)).toEqual([]);
  expect(recordContradictions(PLAN, DONE.slice(0, 3), SENT)).toEqual([]);
  const gone = {
    outcome: "transport",
    status: null,
    errorCode: "ECONNRESET",
    headersMs: null,
    firstTokenMs: null,
  } as const;
  expect(recordContradictions(PLAN, DONE, changed(gone))).toEqual([]);
  // A clock is not read at one moment for a request and for its step.
  expect(recordContradictions(PLAN, DONE, changed({ sendMs: 300.9, latenessMs: 81.4 }))).toEqual([]);
  // All later by the same: the clocks of a run start anywhere.
  const later = (times: Record<string, unknown>) =>
    Object.fromEntries(
      Object.entries(times).map(([name, value]) =>
        /Ms$/.test(name) && name !== "latenessMs" && typeof value === "number" ? [name, value + 1e9] : [name, value],
      ),
    );
  const moved = [DONE.map(later) as unknown as StepRecord[], SENT.map(later) as unknown as RequestRecord[]] as const;
  expect(recordContradictions(PLAN, ...moved)).toEqual([]);
});

test.each<[string, Partial<RequestRecord>]>([
  ["of another criticality", { criticality: 1 }],
  ["of another workload", { workload: "low" }],
  ["under another id of its workload", { workloadId: "w-a" }],
  ["with another header", { contextHeaders: ['{"workload_id":"x"}'] }],
  ["by another route", { route: "direct" }],
  ["in the other arm", { arm: "control" }],
  ["in another trial", { trial: 1 }],
  ["in another step", { stepIndex: 4 }],
  ["as a primed one", { primed: true }],
])("a request %s is not the one that was planned", (_, changes) => {
  expect(recordContradictions(PLAN, DONE, changed(changes))).toContain(
    "1 requests are recorded otherwise than they were planned",
  );
});

test.each<[string, Partial<RequestRecord>]>([
  ["completed with 500", { status: 500 }],
  ["completed with 404", { status: 404 }],
  ["completed without a status", { status: null }],
  ["completed with an error", { errorCode: "ECONNRESET" }],
  ["failed without an error", { outcome: "failed" }],
  ["ended before it was sent", { endMs: 100, headersMs: null, firstTokenMs: null }],
  ["answered before it was sent", { headersMs: 100 }],
  ["answered after it had ended", { firstTokenMs: 600 }],
  ["later than it says", { latenessMs: 40 }],
])("a request that is %s cannot be", (_, changes) => {
  expect(recordContradictions(PLAN, DONE, changed(changes))).toEqual([
    "1 requests are recorded with times or an ending that cannot be",
  ]);
});

test.each<[string, Partial<RequestRecord>]>([
  ["sent before its step", { sendMs: 150, arrivalMs: 149.5 }],
  ["sent when the gate was open again", { sendMs: 510, arrivalMs: 509.5 }],
  ["answered when its drain was over", { endMs: 1e9 }],
])("a request that was %s is of another time", (_, changes) => {
  expect(recordContradictions(PLAN, DONE, changed(changes))).toEqual([
    "1 requests are recorded at another time than their steps",
  ]);
});

test.each<[string, number, Partial<StepRecord>]>([
  ["another step in its place", 2, { step: "pause", queuedExpected: null }],
  ["a barrier that awaited another number", 2, { queuedExpected: 0, queuedSeen: 0 }],
  ["one that ended before it began", 0, { endMs: 50 }],
])("%s is not what was planned", (_, stepIndex, changes) => {
  expect(recordContradictions(PLAN, stepped(stepIndex, changes), SENT)).toEqual([
    "1 steps are recorded otherwise than they were planned",
  ]);
});

test("two requests cannot have been sent at one place", () => {
  expect(recordContradictions(PLAN, DONE, changed({ sequence: 1 }))).toEqual([
    "1 requests are recorded in a place of the order of sending that another one has",
  ]);
});
