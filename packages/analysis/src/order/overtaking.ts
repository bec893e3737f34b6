import { priorityScore, type ScoreTerm } from "@wa-routing/protocol";
import type { RequestTrace } from "../evidence/request-trace.ts";
import { type WorkloadModel, workloadModels } from "../policy/registry-model.ts";
import type { QueueEpisode } from "./queue-episode.ts";
import type { ReplayTimes } from "./replay-times.ts";
import type { Witness } from "./witness.ts";

/** A request that left the queue before one of another workload that had entered it earlier. */
export interface Overtaking {
  readonly trial: number;
  readonly overtaker: string;
  readonly overtaken: string;
  /** Score of the overtaker minus that of the overtaken when the overtaker left; negative: the policy would not have done it. */
  readonly scoreDifference: number;
  /** The term of the score that speaks most for the overtaker. */
  readonly decidedBy: ScoreTerm;
}

/** Overtakings that were seen: the first of them, and how many there were in all. */
export interface Overtakings {
  readonly first: readonly Overtaking[];
  readonly all: number;
}

/** More than any reader asks for; long queues have millions. */
export const MOST_OVERTAKINGS = 100_000;

/**
 * Who overtook whom, in the order in which it happened, with the scores that both had at that moment: recomputed from the requests
 * and dispatches that were seen, since no router logs the score of those that it leaves waiting.
 */
export function overtakings(
  episodes: readonly QueueEpisode[],
  witness: Witness,
  times: ReplayTimes,
  most = MOST_OVERTAKINGS,
): Overtakings {
  const trialOf = new Map(episodes.flatMap(({ trial, members }) => members.map((trace) => [trace, trial] as const)));
  const order = times.traces
    .map((_, index) => index)
    .sort((a, b) => (witness.sawAt(at(times, a)) ?? 0) - (witness.sawAt(at(times, b)) ?? 0));
  const workloads = workloadModels(times.requests, times.parameters);
  const waiting = new Set<number>();
  const first: Overtaking[] = [];
  let all = 0;
  let next = 0;
  let average: (() => void) | null = null;
  for (const index of order) {
    const dispatchedMs = times.dispatchedMs[index] as number;
    // What is seen to leave has entered, whatever its times say.
    while (next < times.requests.length && (next <= index || (times.requests[next]?.enqueuedMs ?? 0) <= dispatchedMs)) {
      (workloads[next] as WorkloadModel).arrived(times.requests[next]?.enqueuedMs ?? 0);
      waiting.add(next);
      next += 1;
    }
    average?.();
    const trace = at(times, index);
    const trial = trialOf.get(trace);
    if (trial !== undefined) {
      for (const other of waiting) {
        if (other >= index || trialOf.get(at(times, other)) !== trial) continue;
        if (times.requests[other]?.workload === times.requests[index]?.workload) continue;
        all += 1;
        if (all <= most) first.push({ trial, ...compared(times, index, other, workloads, dispatchedMs) });
      }
    }
    waiting.delete(index);
    const waitMs = dispatchedMs - (times.requests[index]?.enqueuedMs ?? 0);
    // The average follows a dispatch by less than a millisecond: it counts from the next one on.
    average = () => (workloads[index] as WorkloadModel).dispatched(waitMs);
  }
  return { first, all };
}

function compared(
  times: ReplayTimes,
  index: number,
  other: number,
  workloads: readonly WorkloadModel[],
  atMs: number,
): Omit<Overtaking, "trial"> {
  const termsOf = (request: number) => {
    const { criticality } = times.requests[request] as ReplayTimes["requests"][number];
    const workload = workloads[request] as WorkloadModel;
    const { emaSeconds } = workload;
    return priorityScore({ criticality, emaSeconds, ratePerSecond: workload.ratePerSecond(atMs) }, times.parameters);
  };
  const own = termsOf(index);
  const others = termsOf(other);
  const advantages = [
    ["wait", own.waitTerm - others.waitTerm],
    ["criticality", own.criticalityTerm - others.criticalityTerm],
    ["rate", others.rateTerm - own.rateTerm],
  ] as const;
  const [decidedBy] = advantages.reduce((best, candidate) => (candidate[1] > best[1] ? candidate : best));
  return {
    overtaker: at(times, index).record.id,
    overtaken: at(times, other).record.id,
    scoreDifference: own.score - others.score,
    decidedBy,
  };
}

function at({ traces }: ReplayTimes, index: number): RequestTrace {
  return traces[index] as RequestTrace;
}
