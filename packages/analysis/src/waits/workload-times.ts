import type { Arm, ScenarioWaits, StepRecord } from "@wa-routing/protocol";
import { arrivedAt } from "../evidence/arrived-at.ts";
import type { JoinedEvidence } from "../evidence/join-evidence.ts";
import type { RequestTrace } from "../evidence/request-trace.ts";
import type { QueueEpisode } from "../order/queue-episode.ts";

/** How long the requests of one workload were on their way in one arm, in ms. Primes apart. */
export interface WorkloadTimes {
  readonly workload: string;
  readonly arm: Arm;
  /** Requests that were sent, whatever became of them. */
  requests: number;
  /** Of those that completed, by trial, in the order of their records; without those whose time is not known. */
  readonly timesMs: Map<number, number[]>;
}

/** Until when times are taken: to the model server where arrivals are known, else to the last byte. */
export function measureOf({ joins }: JoinedEvidence): ScenarioWaits["measure"] {
  return joins.arrivalRate === null ? "response" : "wait";
}

/**
 * One entry for each workload and arm that has requests in the trials, in the order of their first.
 *
 * A held request waits from when its queue began to move: for how long the queue was held before is the test's doing, and longest for
 * what was sent first. Any other waits from its sending.
 */
export function workloadTimes(joined: JoinedEvidence, held: readonly QueueEpisode[]): WorkloadTimes[] {
  const untilMs = measureOf(joined) === "response" ? answeredMs : arrivedMs(joined);
  const movedMs = beginnings(held, untilMs);
  const groups: Record<Arm, Map<string, WorkloadTimes>> = { treatment: new Map(), control: new Map() };
  const all: WorkloadTimes[] = [];
  for (const trace of joined.traces) {
    const { arm, trial, primed, workload, sendMs } = trace.record;
    if (arm === null || trial === null || primed) continue;
    let times = groups[arm].get(workload);
    if (times === undefined) {
      times = { workload, arm, requests: 0, timesMs: new Map() };
      groups[arm].set(workload, times);
      all.push(times);
    }
    times.requests += 1;
    const endMs = untilMs(trace);
    if (endMs === null) continue;
    const timeMs = endMs - Math.max(sendMs, movedMs.get(trace) ?? sendMs);
    const ofTrial = times.timesMs.get(trial);
    if (ofTrial === undefined) times.timesMs.set(trial, [timeMs]);
    else ofTrial.push(timeMs);
  }
  return all;
}

/** The episodes in which the gate was closed. */
export function heldEpisodes(episodes: readonly QueueEpisode[], steps: readonly StepRecord[]): QueueEpisode[] {
  const held = new Set(steps.filter(({ step }) => step === "hold").map(({ trial }) => trial));
  return episodes.filter(({ trial }) => held.has(trial));
}

/** All times of a workload, trial after trial. */
export function allTimesMs({ timesMs }: WorkloadTimes): number[] {
  return [...timesMs.values()].flat();
}

/** When the first of those that were held with it got where times end, for each held request. */
function beginnings(held: readonly QueueEpisode[], untilMs: (trace: RequestTrace) => number | null) {
  const movedMs = new Map<RequestTrace, number>();
  for (const { members } of held) {
    let firstMs = Number.POSITIVE_INFINITY;
    for (const trace of members) firstMs = Math.min(firstMs, untilMs(trace) ?? Number.POSITIVE_INFINITY);
    for (const trace of members) movedMs.set(trace, firstMs);
  }
  return movedMs;
}

function answeredMs({ record }: RequestTrace): number | null {
  return record.outcome === "completed" ? record.endMs : null;
}

/** On the client's clock. */
function arrivedMs(joined: JoinedEvidence): (trace: RequestTrace) => number | null {
  return (trace) => (trace.record.outcome === "completed" ? (arrivedAt(trace, joined)?.atMs ?? null) : null);
}
