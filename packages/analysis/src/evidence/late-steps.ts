import { type Plan, type PlannedStep, requestsOf, type StepRecord } from "@wa-routing/protocol";

// Less moves no score by as much as one criticality does; a machine that has time to spare is late by 0.1 s at most.
const LATE_FROM_MS = 1000;

/** Steps that did not keep the times of their plan. */
export type LateSteps = {
  /** Pauses, and the sending of requests, that took a second longer than planned, or more. */
  readonly late: number;
  /** Of so many that were done. */
  readonly steps: number;
  /** Of the one that was late by most. */
  readonly plannedMs: number;
  readonly tookMs: number;
};

/** Which steps did not keep the times of their plan, by their records; null: all did. */
export function lateSteps({ prepare, trials }: Plan, records: readonly StepRecord[]): LateSteps | null {
  const planned = new Map<number | null, readonly PlannedStep[]>(trials.map(({ trial, steps }) => [trial, steps]));
  planned.set(null, prepare);
  const timed = records.flatMap(({ trial, stepIndex, startMs, endMs }) => {
    const plannedMs = plannedMsOf(planned.get(trial)?.[stepIndex]);
    return plannedMs === null ? [] : [{ plannedMs, tookMs: endMs - startMs }];
  });
  const late = timed
    .filter((step) => latenessMs(step) >= LATE_FROM_MS)
    .toSorted((one, other) => latenessMs(other) - latenessMs(one));
  const [latest] = late;
  return latest === undefined ? null : { late: late.length, steps: timed.length, ...latest };
}

function latenessMs({ plannedMs, tookMs }: Pick<LateSteps, "plannedMs" | "tookMs">): number {
  return tookMs - plannedMs;
}

/** How long a step takes by its plan; null: as long as others take. */
function plannedMsOf(step: PlannedStep | undefined): number | null {
  if (step?.step === "pause") return step.ms;
  return step?.step === "send" ? (requestsOf(step).at(-1)?.arrivalMs ?? 0) : null;
}
