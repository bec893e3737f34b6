import type { ArrivalRecord, Loss, Plan, PlannedStep, RequestRecord, StepRecord } from "@wa-routing/protocol";

/** What of a scenario's files a restart can break. */
export interface Breakable {
  readonly plan: Plan;
  readonly requests: readonly RequestRecord[];
  readonly steps: readonly StepRecord[];
  readonly arrivals: readonly ArrivalRecord[];
}

/**
 * A scenario without the trials that a restart broke, and without the requests of its preparation that did not complete by one. They
 * stay in the files; no verdict rests on them.
 */
export function withoutSetAside<Files extends Breakable>(files: Files, losses: readonly Loss[]): Files {
  const { plan, requests, steps, arrivals } = files;
  const places = losses.flatMap(({ setAside }) => (setAside?.scenario === plan.scenario.name ? [setAside.trial] : []));
  if (places.length === 0) return files;
  const trials = new Set(places);
  const isBroken = ({ trial, outcome }: RequestRecord) =>
    trials.has(trial) && (trial !== null || outcome !== "completed");
  const lost = new Set(requests.filter(isBroken).map(({ id }) => id));
  return {
    ...files,
    plan: {
      ...plan,
      prepare: plan.prepare.map((step) => withoutRequests(step, lost)),
      trials: plan.trials.filter(({ trial }) => !trials.has(trial)),
    },
    requests: requests.filter(({ id }) => !lost.has(id)),
    steps: steps.filter(({ trial, ok }) => !trials.has(trial) || (trial === null && ok)),
    arrivals: arrivals.filter(({ id, requestId }) => !lost.has(id ?? requestId ?? "")),
  };
}

function withoutRequests(step: PlannedStep, lost: ReadonlySet<string>): PlannedStep {
  return "requests" in step ? { ...step, requests: step.requests.filter(({ id }) => !lost.has(id)) } : step;
}
