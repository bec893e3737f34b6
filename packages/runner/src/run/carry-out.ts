import { isOverheadDecided } from "@wa-routing/analysis";
import type { RunningGateway } from "@wa-routing/environments";
import type { Plan, PlannedStep, RequestRecord } from "@wa-routing/protocol";
import type { Recorder } from "../folder/run-folder.ts";
import { RequestSender } from "./request-sender.ts";
import { type StepOptions, type StepPlace, StepRunner } from "./step-runner.ts";

/** Where a run is. */
export interface Progress {
  readonly scenario: string;
  /** Counted from 1; 0 in the preparation. */
  readonly trial: number;
  readonly trials: number;
  readonly step: PlannedStep["step"];
  /** What it waits for that is not the router's; absent: nothing. */
  readonly waitsFor?: string;
}

/** What carrying out a plan needs beside gateway and recorder. */
export interface CarryOutOptions extends StepOptions {
  readonly onProgress: (progress: Progress) => void;
}

const MOST_FAILED_TRIALS = 2;
const MOST_RECOVERIES = 2;
const DRAIN_MS = 30_000;

/** Sends what the plan says, when it says, and records everything. Failed requests and steps are records, not errors. */
export async function carryOut(
  plan: Plan,
  gateway: RunningGateway,
  recorder: Recorder,
  options: CarryOutOptions,
): Promise<void> {
  const { clock, signal, routes } = options;
  const { request: shape } = plan.scenario;
  const requests: RequestRecord[] = [];
  const sender = new RequestSender({
    gateway: gateway.address,
    routes: routes.addresses,
    model: shape.model ?? gateway.description.model,
    shape,
    clock,
    signal,
    onRecord: (record) => {
      requests.push(record);
      recorder.request(record);
    },
  });
  const runner = new StepRunner(gateway, sender, recorder, options);
  try {
    await runTrials(plan, runner, requests, { ...options, recovered: (ended) => gateway.recovered?.(ended) });
  } finally {
    await runner.end();
  }
}

async function runTrials(
  plan: Plan,
  runner: StepRunner,
  requests: readonly RequestRecord[],
  options: CarryOutOptions & { readonly recovered: (signal: AbortSignal) => Promise<boolean> | undefined },
): Promise<void> {
  const { scenario, prepare, trials } = plan;
  const { clock, signal, onProgress } = options;
  const run = (steps: readonly PlannedStep[], { trial, arm }: Omit<StepPlace, "stepIndex">) =>
    runSteps(steps, { trial, arm }, runner, (step) => {
      signal.throwIfAborted();
      const now = { scenario: scenario.name, trial: trial === null ? 0 : trial + 1, trials: trials.length, step };
      onProgress(now);
      return (waitsFor) => onProgress({ ...now, waitsFor });
    });
  if (!(await run(prepare, { trial: null, arm: null }))) return;
  const startMs = clock.nowMs();
  let failedTrials = 0;
  let recoveries = 0;
  for (const trial of trials) {
    if (isEnough(plan, requests, trial.trial, clock.nowMs() - startMs)) return;
    if (await run(trial.steps, trial)) continue;
    // What a restart broke tells nothing of the trials after it.
    if (recoveries < MOST_RECOVERIES && (await options.recovered(signal))) recoveries += 1;
    else failedTrials += 1;
    if (failedTrials >= MOST_FAILED_TRIALS) return;
  }
}

/** Whether all steps went well. After one that did not, the gate is opened and what is under way is drained. */
async function runSteps(
  steps: readonly PlannedStep[],
  place: Omit<StepPlace, "stepIndex">,
  runner: StepRunner,
  before: (step: PlannedStep["step"]) => (waitsFor: string) => void,
): Promise<boolean> {
  for (const [stepIndex, step] of steps.entries()) {
    if (await runner.run(step, { ...place, stepIndex }, before(step.step))) continue;
    if (runner.isHeld) await runner.run({ step: "release" }, { ...place, stepIndex: steps.length });
    if (step.step === "drain") return false;
    // Not sooner than the plan would have given them up.
    const { deadlineMs } = steps.find((planned) => planned.step === "drain") ?? { deadlineMs: DRAIN_MS };
    await runner.run({ step: "drain", deadlineMs }, { ...place, stepIndex: steps.length + 1 });
    return false;
  }
  return true;
}

/** Sampling ends when it is decided or its time is up, from the minimum of trials on. */
function isEnough(plan: Plan, requests: readonly RequestRecord[], trials: number, sampledMs: number): boolean {
  const { sampling } = plan.scenario;
  if (sampling.sampling === "fixed") return false;
  const { minTrialsPerArm, budgetMs: mostMs } = sampling;
  return trials >= minTrialsPerArm && (sampledMs > mostMs || isOverheadDecided(plan, requests, trials));
}
