import type { ScenarioReport, WaitSpread } from "@wa-routing/protocol";
import type { Examined } from "../analyze.ts";
import { CONFIDENCE } from "../order/thresholds.ts";
import { medianInterval } from "../statistics/median-interval.ts";
import { quantile } from "../statistics/quantile.ts";
import { heldEpisodes, measureOf, workloadTimes } from "../waits/workload-times.ts";
import { MOST_SHOWN } from "./limits.ts";

/**
 * How the waits of each workload spread over the trials, in the order of the scenario's waits; null where nobody was made to wait.
 * Requests of one trial wait for each other: the interval is of the trials' medians, not of requests.
 */
export function waitSpreads({ whole, joined, episodes, analysis }: Examined): ScenarioReport["waits"] {
  if (analysis.waits === null) return null;
  const order = analysis.waits.workloads.flatMap(({ treatment, control }) => [
    treatment,
    ...(control === null ? [] : [control]),
  ]);
  const rank = new Map(order.map(({ workload }, at) => [workload, at]));
  const times = workloadTimes(joined, heldEpisodes(episodes, whole.steps));
  const spreads = times.flatMap(({ workload, arm, timesMs }): WaitSpread[] => {
    const medians = [...timesMs.values()].filter((of) => of.length > 0).map((of) => quantile(of, 0.5));
    if (medians.length === 0) return [];
    const interval = medianInterval(medians, CONFIDENCE);
    return [
      {
        ...{
          workload,
          arm,
          trialMediansMs: medians.slice(0, MOST_SHOWN.trialMedians),
          medianMs: quantile(medians, 0.5),
        },
        interval: interval === null ? null : { lowMs: interval.low, highMs: interval.high, confidence: CONFIDENCE },
      },
    ];
  });
  const place = ({ workload, arm }: WaitSpread) => 2 * (rank.get(workload) ?? rank.size) + (arm === "control" ? 1 : 0);
  return { measure: measureOf(joined), spreads: spreads.sort((a, b) => place(a) - place(b)) };
}
