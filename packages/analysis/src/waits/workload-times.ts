import type { Arm, ArrivalRecord, ScenarioWaits } from "@wa-routing/protocol";
import type { JoinedEvidence } from "../evidence/join-evidence.ts";

/** How long the requests of one workload were on their way in one arm, in ms. Primes apart. */
export interface WorkloadTimes {
  readonly workload: string;
  readonly arm: Arm;
  /** Requests that were sent, whatever became of them. */
  requests: number;
  /** Of those that completed, by trial, in the order of their records; without those whose time is not known. */
  readonly timesMs: Map<number, number[]>;
}

/** From where to where times are taken: to the model server where arrivals are known, else to the last byte. */
export function measureOf({ joins }: JoinedEvidence): ScenarioWaits["measure"] {
  return joins.arrivalRate === null ? "response" : "wait";
}

/** One entry for each workload and arm that has requests in the trials, in the order of their first. */
export function workloadTimes(joined: JoinedEvidence): WorkloadTimes[] {
  const measure = measureOf(joined);
  const groups: Record<Arm, Map<string, WorkloadTimes>> = { treatment: new Map(), control: new Map() };
  const all: WorkloadTimes[] = [];
  for (const { record, arrival } of joined.traces) {
    const { arm, trial, primed, outcome, workload, sendMs, endMs } = record;
    if (arm === null || trial === null || primed) continue;
    let times = groups[arm].get(workload);
    if (times === undefined) {
      times = { workload, arm, requests: 0, timesMs: new Map() };
      groups[arm].set(workload, times);
      all.push(times);
    }
    times.requests += 1;
    if (outcome !== "completed") continue;
    const untilMs = measure === "response" ? endMs : arrivedMs(arrival, joined.modelServerClocks);
    if (untilMs === null) continue;
    const ofTrial = times.timesMs.get(trial);
    if (ofTrial === undefined) times.timesMs.set(trial, [untilMs - sendMs]);
    else ofTrial.push(untilMs - sendMs);
  }
  return all;
}

/** On the client's clock. */
function arrivedMs(arrival: ArrivalRecord | null, clocks: JoinedEvidence["modelServerClocks"]): number | null {
  const clock = arrival === null ? undefined : clocks[arrival.modelServer];
  return arrival === null || clock === undefined ? null : arrival.arrivedMs + clock.offsetMs;
}

/** All times of a workload, trial after trial. */
export function allTimesMs({ timesMs }: WorkloadTimes): number[] {
  return [...timesMs.values()].flat();
}
