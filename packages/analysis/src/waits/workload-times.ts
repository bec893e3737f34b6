import type { Arm } from "@wa-routing/protocol";
import type { JoinedEvidence } from "../evidence/join-evidence.ts";

/** How long the completed requests of one workload took in one arm, in ms, in the order of their records. Primes apart. */
export interface WorkloadTimes {
  readonly workload: string;
  readonly arm: Arm;
  /** From sending to the last byte. */
  readonly latenciesMs: number[];
  /** From sending to arrival at the model server, by trial; requests without such an arrival are left out. */
  readonly waitsMs: Map<number, number[]>;
}

/** One entry for each workload and arm that has completed requests, in the order of their first. */
export function workloadTimes({ traces, modelServerClocks }: JoinedEvidence): WorkloadTimes[] {
  const groups: Record<Arm, Map<string, WorkloadTimes>> = { treatment: new Map(), control: new Map() };
  const all: WorkloadTimes[] = [];
  for (const { record, arrival } of traces) {
    const { arm, trial, primed, outcome, workload } = record;
    if (arm === null || primed || outcome !== "completed") continue;
    let times = groups[arm].get(workload);
    if (times === undefined) {
      times = { workload, arm, latenciesMs: [], waitsMs: new Map() };
      groups[arm].set(workload, times);
      all.push(times);
    }
    times.latenciesMs.push(record.endMs - record.sendMs);
    const clock = arrival === null ? undefined : modelServerClocks[arrival.modelServer];
    if (arrival === null || trial === null || clock === undefined) continue;
    const waitMs = arrival.arrivedMs + clock.offsetMs - record.sendMs;
    const ofTrial = times.waitsMs.get(trial);
    if (ofTrial === undefined) times.waitsMs.set(trial, [waitMs]);
    else ofTrial.push(waitMs);
  }
  return all;
}

/** All waits of a workload, trial after trial. */
export function allWaitsMs({ waitsMs }: WorkloadTimes): number[] {
  return [...waitsMs.values()].flat();
}
