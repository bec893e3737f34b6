import {
  type Loss,
  logLosses,
  lossesOf,
  type Plan,
  type RequestRecord,
  type RunManifest,
  requestsOf,
  type StepRecord,
} from "@wa-routing/protocol";
import { recordContradictions } from "./record-contradictions.ts";

/** Every loss of a run: those that were known when it ended, what was found damaged in its log, and scenarios that left nothing. */
export function lossesOfRun(
  manifest: RunManifest,
  { logGaps, scenarios }: { readonly logGaps: readonly string[]; readonly scenarios: readonly string[] },
): Loss[] {
  const known = lossesOf(manifest);
  const ofLog = known.filter(({ witness }) => witness === "router-log");
  // What else was lost with a trial that was set aside is no part of what is judged.
  const others = known.filter((loss) => !ofLog.includes(loss) && loss.setAside === undefined);
  const absent = manifest.scenarios.filter((name) => !scenarios.includes(name));
  return [
    ...others,
    ...logLosses(logGaps).map((loss) => ofLog.find(({ text }) => text === loss.text) ?? loss),
    // A verdict about the others alone would not be about this run.
    ...absent.map((name) => ofRequests(`run.json names ${name}, which left no plan.json`)),
  ];
}

/** What a scenario's files say against each other: of another run, requests that are missing, strange, changed or recorded twice. */
export function lossesOfScenario(
  { runToken }: RunManifest,
  plan: Plan,
  steps: readonly StepRecord[],
  requests: readonly RequestRecord[],
): Loss[] {
  if (plan.runToken !== runToken) {
    return [ofRequests(`run.json is of run ${runToken}, plan.json of run ${plan.runToken}`)];
  }
  const planned = new Set(allSteps(plan).flatMap(({ step }) => requestsOf(step).map(({ id }) => id)));
  const recorded = new Set(requests.map(({ id }) => id));
  const isDone = stepsDone(steps);
  const sent = allSteps(plan).filter(isDone);
  const counts: readonly (readonly [number, string])[] = [
    [[...recorded].filter((id) => !planned.has(id)).length, "requests were recorded that were not planned"],
    [requests.length - recorded.size, "requests are recorded twice"],
    [
      sent.flatMap(({ step }) => requestsOf(step)).filter(({ id }) => !recorded.has(id)).length,
      "requests that were sent have no record",
    ],
  ];
  return [
    ...counts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`),
    ...recordContradictions(plan, steps, requests),
  ].map(ofRequests);
}

/** Tells whether a step of the plan was carried out and went well. */
export function stepsDone(steps: readonly StepRecord[]): (step: Pick<StepRecord, "trial" | "stepIndex">) => boolean {
  const keyOf = ({ trial, stepIndex }: Pick<StepRecord, "trial" | "stepIndex">) => `${trial} ${stepIndex}`;
  const done = new Set(steps.filter(({ ok }) => ok).map(keyOf));
  return (step) => done.has(keyOf(step));
}

function allSteps({ prepare, trials }: Plan) {
  return [{ trial: null, steps: prepare }, ...trials].flatMap(({ trial, steps }) =>
    steps.map((step, stepIndex) => ({ trial, stepIndex, step })),
  );
}

function ofRequests(text: string): Loss {
  return { witness: "requests", text };
}
