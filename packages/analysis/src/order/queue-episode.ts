import type { Arm, ErrorCode, StepRecord } from "@wa-routing/protocol";
import { arrivedAt } from "../evidence/arrived-at.ts";
import { isGateFailure } from "../evidence/gate-failures.ts";
import type { JoinedEvidence } from "../evidence/join-evidence.ts";
import type { RequestTrace } from "../evidence/request-trace.ts";
import { routerContext } from "../evidence/router-context.ts";

/** Why it is not proven that the requests of an episode waited together. */
export type UnprovenQueue =
  | { readonly cause: "not-held" | "gate-never-opened" | "not-witnessed" }
  | { readonly cause: "gate-not-closed" | "queue-not-full"; readonly problem: string | null }
  /** It opened by itself, could not be opened, or left requests of its own on the model servers. */
  | { readonly cause: "gate-failed"; readonly code: ErrorCode | null; readonly problem: string | null }
  /** The router's gauge, where it is a witness, showed fewer than had to be queued, or was not read (`null`). */
  | { readonly cause: "queue-not-seen"; readonly seen: number | null; readonly expected: number }
  /** Requests that reached a model server while the gate was closed, of all of the episode. */
  | { readonly cause: "leaked"; readonly arrived: number; readonly members: number };

/** Requests that were held in the router's queue together: from a hold to its release. */
export interface QueueEpisode {
  readonly trial: number;
  readonly arm: Arm;
  readonly members: readonly RequestTrace[];
  /** Null: it is proven that all members waited together. */
  readonly unproven: UnprovenQueue | null;
}

/** What proves a queue, and what is asked. */
export interface QueueProof {
  /** Whether a trial without a hold is an episode too, in which nothing proves a queue: where an order is claimed. */
  readonly alsoUnheld: boolean;
  /** Whether the router's gauge is a witness: then a barrier that it was not read at proves nothing. */
  readonly hasGauge: boolean;
}

/** The holds of all trials. Those of the preparation are left out: nothing is claimed about them. */
export function queueEpisodes(
  steps: readonly StepRecord[],
  joined: JoinedEvidence,
  { alsoUnheld, hasGauge }: QueueProof,
): QueueEpisode[] {
  const byTrial = new Map<number, RequestTrace[]>();
  for (const trace of joined.traces) {
    const { trial, primed } = trace.record;
    if (trial === null || primed) continue;
    const list = byTrial.get(trial) ?? [];
    byTrial.set(trial, list);
    list.push(trace);
  }
  const stepsOf = new Map<number, StepRecord[]>();
  for (const step of steps) {
    if (step.trial === null) continue;
    const list = stepsOf.get(step.trial) ?? [];
    stepsOf.set(step.trial, list);
    list.push(step);
  }
  return [...stepsOf.entries()].flatMap(([trial, list]) => {
    const members = byTrial.get(trial) ?? [];
    const holds = list.filter(({ step }) => step === "hold");
    if (holds.length > 0 || !alsoUnheld)
      return holds.map((hold) => episodeOf(trial, hold, list, members, joined, hasGauge));
    return [{ trial, arm: list[0]?.arm ?? "treatment", members, unproven: { cause: "not-held" } }];
  });
}

/** When the gate of each trial was asked to open, for the first time after its hold; by the client's clock. */
export function releasesOf(steps: readonly StepRecord[]): Map<number, number> {
  const releases = new Map<number, number>();
  for (const { trial, step, startMs } of steps) {
    if (trial !== null && step === "release" && !releases.has(trial)) releases.set(trial, startMs);
  }
  return releases;
}

function episodeOf(
  trial: number,
  hold: StepRecord,
  steps: readonly StepRecord[],
  traces: readonly RequestTrace[],
  joined: JoinedEvidence,
  hasGauge: boolean,
): QueueEpisode {
  const later = steps.filter(({ stepIndex }) => stepIndex > hold.stepIndex);
  const nextHold = later.find(({ step }) => step === "hold")?.stepIndex ?? Infinity;
  const failure = later.find((step) => step.stepIndex < nextHold && isGateFailure(step));
  const release = later.find(({ step }) => step === "release");
  const barrier = later.find(
    ({ step, stepIndex }) => step === "barrier" && stepIndex < (release?.stepIndex ?? Infinity),
  );
  const members = traces.filter(
    ({ record }) => record.stepIndex > hold.stepIndex && record.stepIndex < (release?.stepIndex ?? Infinity),
  );
  const base = { trial, arm: hold.arm ?? "treatment", members };
  if (!hold.ok) return { ...base, unproven: { cause: "gate-not-closed", problem: hold.problem } };
  if (release === undefined) return { ...base, unproven: { cause: "gate-never-opened" } };
  if (failure !== undefined) {
    const { code = null, problem } = failure;
    return { ...base, unproven: { cause: "gate-failed", code, problem } };
  }
  if (barrier !== undefined && !barrier.ok)
    return { ...base, unproven: { cause: "queue-not-full", problem: barrier.problem } };
  const leaked = arrivedBefore(members, release.startMs, joined);
  if (leaked > 0) return { ...base, unproven: { cause: "leaked", arrived: leaked, members: members.length } };
  const gaugeSaw = barrier?.queuedSeen ?? null;
  const expected = barrier?.queuedExpected ?? members.length;
  if (hasGauge && barrier !== undefined && !(gaugeSaw !== null && gaugeSaw >= expected))
    return { ...base, unproven: { cause: "queue-not-seen", seen: gaugeSaw, expected } };
  // Neither the gauge nor arrivals show that a queue existed.
  if (gaugeSaw === null && joined.joins.arrivalRate === null) return { ...base, unproven: { cause: "not-witnessed" } };
  return { ...base, unproven: null };
}

function arrivedBefore(members: readonly RequestTrace[], releaseMs: number, joined: JoinedEvidence): number {
  return members.filter((trace) => {
    const arrived = arrivedAt(trace, joined);
    return arrived !== null && arrived.atMs + arrived.boundMs < releaseMs;
  }).length;
}

/** Whose requests count as one: those of a workload, and each headerless request by itself. */
export function workloadKeyOf(trace: RequestTrace): string {
  return routerContext(trace).workload;
}

/** Whose requests stand in one line: to a rule by scores those of one workload and criticality are alike. */
export function lineKeyOf(trace: RequestTrace): string {
  return `${trace.record.criticality} ${workloadKeyOf(trace)}`;
}

/**
 * Dispatches at which two or more workloads had requests in the queue: the only ones that say anything about an order.
 *
 * @param order The members in the order of their dispatch.
 */
export function contestedDispatches(order: readonly RequestTrace[]): number {
  const workloads = order.map(({ record }) => record.workload);
  const waiting = new Map<string, number>();
  for (const workload of workloads) waiting.set(workload, (waiting.get(workload) ?? 0) + 1);
  let contested = 0;
  for (const workload of workloads) {
    if (waiting.size >= 2) contested += 1;
    const left = (waiting.get(workload) ?? 1) - 1;
    if (left === 0) waiting.delete(workload);
    else waiting.set(workload, left);
  }
  return contested;
}
