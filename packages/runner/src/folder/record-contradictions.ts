import { type Plan, type PlannedRequest, type RequestRecord, requestsOf, type StepRecord } from "@wa-routing/protocol";

/** A clock is read once for a request and once for its step. */
const READING_MS = 1;

/** What the records of a scenario say against its plan, against each other, or against themselves, in sentences: nobody wrote it down so. */
export function recordContradictions(
  { prepare, trials }: Plan,
  steps: readonly StepRecord[],
  requests: readonly RequestRecord[],
): string[] {
  const keyOf = (trial: number | null, stepIndex: number) => `${trial} ${stepIndex}`;
  const places = [{ trial: null, arm: null, steps: prepare }, ...trials].flatMap(({ trial, arm, steps: planned }) =>
    planned.map((step, stepIndex) => ({ key: keyOf(trial, stepIndex), arm, step })),
  );
  const planned = new Map(places.map((place) => [place.key, place]));
  const requestsById = new Map(
    places.flatMap(({ key, step }) => requestsOf(step).map((request) => [request.id, { key, request }] as const)),
  );
  const done = new Map(steps.map((step) => [keyOf(step.trial, step.stepIndex), step]));
  const drains = new Map<number | null, StepRecord[]>();
  for (const step of steps) {
    if (step.step === "drain" && step.ok) drains.set(step.trial, [...(drains.get(step.trial) ?? []), step]);
  }
  const drainOf = ({ trial, stepIndex }: RequestRecord) =>
    drains.get(trial)?.find((drain) => drain.stepIndex > stepIndex);

  const isOfAnotherPlan = (record: RequestRecord) => {
    const place = requestsById.get(record.id);
    const key = keyOf(record.trial, record.stepIndex);
    // One that is not in the plan at all is told elsewhere.
    if (place === undefined) return false;
    const { arm, step } = planned.get(place.key) ?? { arm: null, step: null };
    const isPrimed = step?.step === "prime";
    return place.key !== key || record.arm !== arm || record.primed !== isPrimed || differs(record, place.request);
  };
  const isOfAnotherTime = (record: RequestRecord) => {
    const step = done.get(keyOf(record.trial, record.stepIndex));
    const endedBy = drainOf(record)?.endMs ?? Number.POSITIVE_INFINITY;
    const isSentIn = step === undefined || isWithin(record.sendMs, step.startMs, step.endMs);
    return !isSentIn || record.endMs > endedBy + READING_MS;
  };
  const counts: readonly (readonly [number, string])[] = [
    [requests.filter(isOfAnotherPlan).length, "requests are recorded otherwise than they were planned"],
    [requests.filter(isOfAnotherTime).length, "requests are recorded at another time than their steps"],
    [requests.filter(contradictsItself).length, "requests are recorded with times or an ending that cannot be"],
    [
      requests.length - new Set(requests.map(({ sequence }) => sequence)).size,
      "requests are recorded in a place of the order of sending that another one has",
    ],
    [
      steps.filter((record) => {
        const step = planned.get(keyOf(record.trial, record.stepIndex))?.step;
        if (step === undefined) return false;
        const queued = step.step === "barrier" ? step.queued : null;
        return record.step !== step.step || record.queuedExpected !== queued || record.endMs < record.startMs;
      }).length,
      "steps are recorded otherwise than they were planned",
    ],
  ];
  return counts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
}

function differs(record: RequestRecord, planned: PlannedRequest): boolean {
  return (
    record.workload !== planned.workload ||
    record.workloadId !== planned.workloadId ||
    record.criticality !== planned.criticality ||
    record.route !== planned.route ||
    record.contextHeaders.join("\n") !== planned.contextHeaders.join("\n")
  );
}

function contradictsItself({ outcome, status, errorCode, ...times }: RequestRecord): boolean {
  const { arrivalMs, sendMs, latenessMs, headersMs, firstTokenMs, endMs } = times;
  const isAnswered = status !== null && status >= 200 && status < 300;
  const isCompleted = outcome === "completed";
  return (
    (isCompleted && (!isAnswered || errorCode !== null)) ||
    (!isCompleted && errorCode === null) ||
    endMs < sendMs ||
    ![headersMs, firstTokenMs].every((ms) => ms === null || isWithin(ms, sendMs, endMs)) ||
    Math.abs(sendMs - arrivalMs - latenessMs) > READING_MS
  );
}

function isWithin(ms: number, fromMs: number, toMs: number): boolean {
  return ms >= fromMs - READING_MS && ms <= toMs + READING_MS;
}
