import type { StepRecord } from "@wa-routing/protocol";
import { describe, expect, test } from "vitest";
import type { JoinedEvidence } from "../evidence/join-evidence.ts";
import type { RequestTrace } from "../evidence/request-trace.ts";
import { contestedDispatches, queueEpisodes, workloadKeyOf } from "./queue-episode.ts";
import { traceOf } from "./trace.test-data.ts";

const step = (name: StepRecord["step"], stepIndex: number, more: Partial<StepRecord> = {}): StepRecord => ({
  ...{ trial: 0, arm: "treatment", stepIndex, step: name, startMs: 100 * stepIndex, endMs: 100 * stepIndex },
  ...{ ok: true, problem: null, queuedExpected: null, queuedSeen: null },
  ...more,
});
const held = [step("hold", 0), step("send", 1), step("barrier", 2, { queuedSeen: 2 }), step("release", 3)];

const sent = (stepIndex: number, arrivedMs: number | null, more: Partial<RequestTrace["record"]> = {}) => {
  const trace = traceOf("w", { sentMs: stepIndex, arrivedMs });
  return { ...trace, record: { ...trace.record, stepIndex, ...more } };
};
const joinedOf = (
  traces: readonly RequestTrace[],
  { arrivalRate = 1 as number | null, boundMs = 0, offsetMs = 0 } = {},
) =>
  ({
    traces,
    joins: { arrivalRate },
    modelServerClocks: { m: { offsetMs, boundMs } },
  }) as unknown as JoinedEvidence;
const episodesOf = (steps: readonly StepRecord[], joined: JoinedEvidence, alsoUnheld = true, hasGauge = false) =>
  queueEpisodes(steps, joined, { alsoUnheld, hasGauge });
const unprovenOf = (steps: readonly StepRecord[], joined: JoinedEvidence, hasGauge = false) =>
  episodesOf(steps, joined, true, hasGauge).map(({ trial, arm, members, unproven }) => {
    // Proven or not, it is told what was held.
    expect({ trial, arm, members }).toEqual({ trial: 0, arm: "treatment", members: joined.traces });
    return unproven;
  });

describe("a hold", () => {
  const [before, during, after] = [sent(0, 320), sent(1, 320), sent(4, 500)];

  test("has as members what was sent between it and its release", () => {
    const primed = sent(1, 320, { primed: true });
    const [episode, ...others] = episodesOf(held, joinedOf([before, during, after, primed]));
    expect(others).toEqual([]);
    expect(episode).toMatchObject({ trial: 0, arm: "treatment", members: [during], unproven: null });
  });

  test("ends at its own release, where a trial has several", () => {
    const [first, second] = [sent(1, 220), sent(4, 520)];
    const steps = [step("hold", 0), step("send", 1), step("release", 2)];
    const again = [step("hold", 3), step("send", 4), step("release", 5)];
    expect(episodesOf([...steps, ...again], joinedOf([first, second])).map(({ members }) => members)).toEqual([
      [first],
      [second],
    ]);
  });

  test("of another trial, and of the preparation, has other members or is none", () => {
    const second = held.map((one) => ({ ...one, trial: 1, arm: "control" as const }));
    const preparation = held.map((one) => ({ ...one, trial: null, arm: null }));
    const ofSecond = sent(1, 320, { trial: 1 });
    const episodes = episodesOf([...preparation, ...held, ...second], joinedOf([during, ofSecond]));
    expect(episodes.map(({ trial, arm, members }) => [trial, arm, members])).toEqual([
      [0, "treatment", [during]],
      [1, "control", [ofSecond]],
    ]);
  });

  test("that is not released has all that was sent after it, and proves nothing", () => {
    const [episode] = episodesOf(held.slice(0, 3), joinedOf([before, during, after]));
    expect(episode?.members).toEqual([during, after]);
    expect(episode?.unproven).toEqual({ cause: "gate-never-opened" });
  });

  const problem = "waited 10 s";
  test.each([
    ["a gate that was not seen to close", { 0: { ok: false, problem } }, { cause: "gate-not-closed", problem }],
    ["a queue that did not fill", { 2: { ok: false, problem } }, { cause: "queue-not-full", problem }],
  ] as const)("is not proven with %s", (_, changes, unproven) => {
    const steps = held.map((one, index) => ({ ...one, ...(changes as Record<number, Partial<StepRecord>>)[index] }));
    expect(unprovenOf(steps, joinedOf([during]))).toEqual([unproven]);
  });

  test("is not held against by a barrier that comes after its release", () => {
    const steps = [held[0], held[1], held[3], step("barrier", 5, { ok: false })] as StepRecord[];
    expect(unprovenOf(steps, joinedOf([during]))).toEqual([null]);
  });

  test.each([
    ["the gauge and arrivals", 2, 1, true],
    ["the gauge alone", 2, null, true],
    ["arrivals alone", null, 1, true],
    ["neither", null, null, false],
  ])("is witnessed by %s", (_, queuedSeen, arrivalRate, proven) => {
    const steps = held.map((one) => (one.step === "barrier" ? { ...one, queuedSeen } : one));
    const unproven = proven ? null : { cause: "not-witnessed" };
    expect(unprovenOf(steps, joinedOf([sent(1, null)], { arrivalRate }))).toEqual([unproven]);
  });

  test.each<[string, Partial<StepRecord>, { seen: number | null; expected: number } | null]>([
    ["as many as it was to show", { queuedExpected: 1, queuedSeen: 1 }, null],
    ["more", { queuedExpected: 1, queuedSeen: 3 }, null],
    ["fewer", { queuedExpected: 2, queuedSeen: 1 }, { seen: 1, expected: 2 }],
    ["none", { queuedExpected: 1, queuedSeen: 0 }, { seen: 0, expected: 1 }],
    ["a count that is none", { queuedExpected: 1, queuedSeen: Number.NaN }, { seen: Number.NaN, expected: 1 }],
    ["nothing that was written down", { queuedExpected: 1, queuedSeen: null }, { seen: null, expected: 1 }],
    ["fewer than were held, where nobody says how many it was to show", { queuedSeen: 0 }, { seen: 0, expected: 1 }],
    ["as many as were held, where nobody says how many it was to show", { queuedSeen: 1 }, null],
  ])("whose barrier says that the router's gauge showed %s", (_, changes, unseen) => {
    const steps = held.map((one) => (one.step === "barrier" ? { ...one, ...changes } : one));
    const unproven = unseen === null ? null : { cause: "queue-not-seen", ...unseen };
    expect(unprovenOf(steps, joinedOf([during]), true)).toEqual([unproven]);
    // Where the gauge is no witness, the arrivals are.
    expect(unprovenOf(steps, joinedOf([during]))).toEqual([null]);
  });

  test("that nobody has looked at is witnessed by the arrivals", () => {
    const steps = held.filter((one) => one.step !== "barrier");
    expect(unprovenOf(steps, joinedOf([during]), true)).toEqual([null]);
  });

  test.each([
    ["after the release", 320, 0, 0, true],
    ["at its moment", 300, 0, 0, true],
    ["before it", 299, 0, 0, false],
    ["before it, by less than the clocks are known to", 299, 2, 0, true],
    ["before it, by more than the clocks are known to", 297, 2, 0, false],
    ["after it, by a clock that is ahead", 320, 0, -30, false],
    ["before it, by a clock that is behind", 290, 0, 30, true],
  ])("a request that arrived %s", (_, arrivedMs, boundMs, offsetMs, proven) => {
    const unproven = proven ? null : { cause: "leaked", arrived: 1, members: 2 };
    const joined = joinedOf([sent(1, arrivedMs), sent(1, 400)], { boundMs, offsetMs });
    expect(unprovenOf(held, joined)).toEqual([unproven]);
  });

  test("a request on a clock that is not known shows nothing, for or against", () => {
    const unknown = { ...joinedOf([sent(1, 10)]), modelServerClocks: {} };
    expect(unprovenOf(held, unknown)).toEqual([null]);
  });
});

test("a trial without a hold is an episode that proves nothing, where an order is claimed; else it is none", () => {
  const steps = [step("send", 0, { arm: "control" })];
  const request = sent(0, 10);
  expect(episodesOf(steps, joinedOf([request]), false)).toEqual([]);
  const [episode] = episodesOf(steps, joinedOf([request]));
  expect(episode).toMatchObject({ trial: 0, arm: "control", members: [request] });
  expect(episode?.unproven).toEqual({ cause: "not-held" });
});

test.each([
  ["", 0],
  ["a", 0],
  ["aaa", 0],
  ["ab", 1],
  ["aab", 2],
  ["abb", 1],
  ["abab", 3],
  ["abcc", 2],
])("dispatches of %j: %i with two workloads or more in the queue", (order, contested) => {
  expect(contestedDispatches([...order].map((workload) => traceOf(workload, {})))).toBe(contested);
});

test("requests of a workload count as one, each headerless one by itself", () => {
  const [a, b] = [traceOf("w", { sentMs: 1 }), traceOf("w", { sentMs: 2 })];
  expect(workloadKeyOf(a)).toBe(workloadKeyOf(b));
  const headerless = (trace: RequestTrace) => ({ ...trace, record: { ...trace.record, workloadId: null } });
  expect(workloadKeyOf(headerless(a))).not.toBe(workloadKeyOf(headerless(b)));
});
