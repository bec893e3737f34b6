import { DEFAULT_SCORE_PARAMETERS, EMA_ALPHA, MAX_CRITICALITY } from "@wa-routing/protocol";

/** What a dispatch that hardly waited leaves of its workload's average wait. */
const LEFT_BY_A_DISPATCH = 1 - EMA_ALPHA;

/**
 * How many dispatches in a row a workload is ahead of one of the next higher criticality, when its average wait is `waitSeconds`
 * at the first: each burns a fifth of the average, and one level is worth 12 s.
 *
 * @see pkg/epp/flowcontrol/framework/plugins/intraflow/workload_aware.go, computeScore, and the registry's smoothing, in the
 *   workload-aware fork
 */
export function boostedDispatches(waitSeconds: number): number {
  const { waitWeight, criticalityWeight, maxWaitSeconds } = DEFAULT_SCORE_PARAMETERS;
  const levelSeconds = ((criticalityWeight / MAX_CRITICALITY) * maxWaitSeconds) / waitWeight;
  const counted = Math.min(waitSeconds, maxWaitSeconds);
  return counted < levelSeconds ? 0 : 1 + Math.floor(Math.log(levelSeconds / counted) / Math.log(LEFT_BY_A_DISPATCH));
}
