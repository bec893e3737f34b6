import { MAX_CRITICALITY, type RouterParameters } from "@wa-routing/protocol";

/** How much average wait is worth one level of criticality, in seconds: 12 with the fork's constants; infinite without a wait term. */
export function secondsPerLevel({ waitWeight, criticalityWeight, maxWaitSeconds }: RouterParameters): number {
  return ((criticalityWeight / MAX_CRITICALITY) * maxWaitSeconds) / waitWeight;
}

/**
 * How many dispatches in a row a workload is ahead of one of the next higher criticality, when its average wait is `waitSeconds`
 * at the first: each that hardly waited itself burns a share of the average, a fifth with the fork's constants.
 *
 * @see pkg/epp/flowcontrol/framework/plugins/intraflow/workload_aware.go, computeScore, and the registry's smoothing, in the
 *   workload-aware fork
 */
export function boostedDispatches(waitSeconds: number, parameters: RouterParameters): number {
  const levelSeconds = secondsPerLevel(parameters);
  const counted = Math.min(waitSeconds, parameters.maxWaitSeconds);
  const left = 1 - parameters.emaAlpha;
  return counted < levelSeconds ? 0 : 1 + Math.floor(Math.log(levelSeconds / counted) / Math.log(left));
}
