import {
  type ArmWaits,
  type Checklist,
  type Plan,
  type ScenarioWaits,
  type StepRecord,
  substituteOf,
} from "@wa-routing/protocol";
import type { Analysis } from "../analysis.ts";
import type { JoinedEvidence } from "../evidence/join-evidence.ts";
import type { QueueEpisode } from "../order/queue-episode.ts";
import { quantileOfSorted } from "../statistics/quantile.ts";
import { waitEffects } from "./wait-effect.ts";
import { jainIndexOfTimes, longestShares } from "./wait-fairness.ts";
import { allTimesMs, heldEpisodes, measureOf, type WorkloadTimes, workloadTimes } from "./workload-times.ts";

/** Who waited in a scenario; null where nobody was made to wait, or nothing was sent. */
export function scenarioWaits(
  { scenario, seed }: Pick<Plan, "scenario" | "seed">,
  steps: readonly StepRecord[],
  joined: JoinedEvidence,
  episodes: readonly QueueEpisode[],
): ScenarioWaits | null {
  if (episodes.length === 0) return null;
  const times = workloadTimes(joined, heldEpisodes(episodes, steps));
  const treatment = times.filter(({ arm }) => arm === "treatment");
  if (treatment.length === 0) return null;
  const { byWorkload, leastTrials } = waitEffects(times, scenario.control, seed);
  const longest = longestShares(times);
  const workloads = treatment.map((own) => {
    const played = substituteOf(own.workload, scenario.control);
    const control = times.find(({ arm, workload }) => arm === "control" && workload === played);
    return {
      treatment: armWaits(own),
      control: control === undefined ? null : armWaits(control),
      againstControl: byWorkload.get(own.workload) ?? null,
      longest: longest.get(own.workload) ?? null,
    };
  });
  return {
    scenario: scenario.name,
    measure: measureOf(joined),
    queues: episodes.length,
    unprovenQueues: episodes.filter(({ unproven }) => unproven !== null).length,
    workloads: workloads.sort((a, b) => rankOf(a.treatment) - rankOf(b.treatment)),
    leastTrials,
    jainIndex: jainIndexOfTimes(times, seed),
  };
}

/** Who waited in each scenario of a run. */
export function waitsOf(analyses: readonly Pick<Analysis, "waits">[]): Required<Pick<Checklist, "waits">> {
  return { waits: analyses.flatMap(({ waits }) => waits ?? []) };
}

function armWaits(times: WorkloadTimes): ArmWaits {
  const sorted = new Float64Array(allTimesMs(times)).sort();
  return {
    workload: times.workload,
    requests: times.requests,
    timed: sorted.length,
    medianMs: sorted.length === 0 ? null : quantileOfSorted(sorted, 0.5),
    longestMs: sorted.at(-1) ?? null,
  };
}

function rankOf({ medianMs }: ArmWaits): number {
  return medianMs ?? Number.MAX_VALUE;
}
