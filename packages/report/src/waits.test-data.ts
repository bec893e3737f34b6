import type { ArmWaits, ScenarioWaits, WaitComparison, WorkloadWaits } from "@wa-routing/protocol";

/** An arm of a workload whose 24 requests were all timed. */
export const arm = (workload: string, medianMs: number | null, of: Partial<ArmWaits> = {}): ArmWaits => ({
  workload,
  requests: 24,
  timed: medianMs === null ? 0 : 24,
  medianMs,
  longestMs: medianMs === null ? null : 2 * medianMs,
  ...of,
});

/** A workload without a control, with the share of its requests that waited longest. */
export const workload = (treatment: ArmWaits, share: number | null = 0, of: Partial<WorkloadWaits> = {}) => ({
  treatment,
  control: null,
  againstControl: null,
  longest: share === null ? null : { requests: treatment.requests, share, low: 0, high: 1, confidence: 0.95 },
  ...of,
});

/** The same beside a control. */
export const compared = (
  name: string,
  medianMs: number,
  {
    found,
    share = 0,
    control = name,
    controlMs = 100,
  }: { found: WaitComparison["found"]; share?: number; control?: string; controlMs?: number },
): WorkloadWaits =>
  workload(arm(name, medianMs), share, {
    control: arm(control, controlMs),
    againstControl: { found, medianDifferenceMs: medianMs - controlMs, pValue: 0.02 },
  });

/** A scenario of these workloads. */
export const waits = (workloads: readonly WorkloadWaits[], of: Partial<ScenarioWaits> = {}): ScenarioWaits => ({
  scenario: "basic-priority",
  measure: "wait",
  queues: 6,
  unprovenQueues: 0,
  workloads: [...workloads],
  leastTrials: null,
  jainIndex: null,
  ...of,
});
