import { setTimeout as delay } from "node:timers/promises";
import { isDecided, isLook, measureOverhead, overheadQuestion } from "@wa-routing/analysis";
import { sendOpenLoop } from "@wa-routing/client";
import type { RunningGateway } from "@wa-routing/environments";
import {
  isWaRoutingError,
  type Plan,
  type PlannedStep,
  type PlannedTrial,
  type RequestRecord,
  type StepRecord,
  WaRoutingError,
} from "@wa-routing/protocol";
import type { Recorder } from "../folder/run-folder.ts";
import type { OpenRoutes } from "./open-routes.ts";
import { awaitQueue, type BarrierOptions } from "./queue-barrier.ts";
import { RequestSender } from "./request-sender.ts";

/** Where a run is. */
export interface Progress {
  readonly scenario: string;
  /** Counted from 1; 0 in the preparation. */
  readonly trial: number;
  readonly trials: number;
  readonly step: PlannedStep["step"];
}

/** What carrying out a plan needs beside gateway and recorder. */
export interface CarryOutOptions extends BarrierOptions {
  /** The ways beside the gateway that the plan was made for. */
  readonly routes: OpenRoutes;
  readonly onProgress: (progress: Progress) => void;
}

const MOST_FAILED_TRIALS = 2;

/** Sends what the plan says, when it says, and records everything. Failed requests and steps are records, not errors. */
export async function carryOut(
  plan: Plan,
  gateway: RunningGateway,
  recorder: Recorder,
  options: CarryOutOptions,
): Promise<void> {
  const scenario = new ScenarioRun(plan, gateway, recorder, options);
  try {
    await scenario.run();
  } finally {
    await scenario.end();
  }
}

type Labels = Pick<RequestRecord, "trial" | "arm">;

class ScenarioRun {
  readonly #plan: Plan;
  readonly #gateway: RunningGateway;
  readonly #recorder: Recorder;
  readonly #options: CarryOutOptions;
  readonly #sender: RequestSender;
  readonly #requests: RequestRecord[] = [];
  #failedTrials = 0;
  #held = false;

  constructor(plan: Plan, gateway: RunningGateway, recorder: Recorder, options: CarryOutOptions) {
    this.#plan = plan;
    this.#gateway = gateway;
    this.#recorder = recorder;
    this.#options = options;
    const { clock, signal, routes } = options;
    const shape = plan.scenario.request;
    this.#sender = new RequestSender({
      gatewayUrl: gateway.url,
      routeUrls: routes.urls,
      model: shape.model ?? gateway.description.model,
      shape,
      clock,
      signal,
      onRecord: (record) => {
        this.#requests.push(record);
        recorder.request(record);
      },
    });
  }

  async run(): Promise<void> {
    const { prepare, trials } = this.#plan;
    const prepared = await this.#steps(prepare, { trial: null, arm: null }, 0);
    if (!prepared) return;
    const startMs = this.#options.clock.nowMs();
    for (const trial of trials) {
      if (this.#isEnough(trial, startMs)) return;
      const done = await this.#steps(trial.steps, trial, trial.trial + 1);
      if (done) continue;
      this.#failedTrials += 1;
      if (this.#failedTrials >= MOST_FAILED_TRIALS) return;
    }
  }

  async end(): Promise<void> {
    if (this.#held) await this.#gateway.gate?.open().catch(() => undefined);
    await this.#sender.end();
    this.#recorder.flush();
  }

  /** Sampling that ends when it is decided, from the minimum on. */
  #isEnough({ trial }: PlannedTrial, startMs: number): boolean {
    const { sampling } = this.#plan.scenario;
    if (sampling.sampling === "fixed" || trial < sampling.minTrialsPerArm) return false;
    if (this.#options.clock.nowMs() - startMs > sampling.budgetMs) return true;
    // An interval that is looked at after every pair is decided by chance sooner or later.
    const question = isLook(trial) ? overheadQuestion(this.#plan) : null;
    return question !== null && isDecided(measureOverhead(this.#requests, question, this.#plan.seed));
  }

  /** Returns whether all steps went well. After one that did not, the gate is opened and the rest is drained. */
  async #steps(steps: readonly PlannedStep[], labels: Labels, trial: number): Promise<boolean> {
    const { scenario, trials } = this.#plan;
    for (const [stepIndex, step] of steps.entries()) {
      this.#options.signal.throwIfAborted();
      this.#options.onProgress({ scenario: scenario.name, trial, trials: trials.length, step: step.step });
      const ok = await this.#step(step, stepIndex, labels);
      this.#recorder.flush();
      this.#failIfBroken();
      if (ok) continue;
      if (this.#held) await this.#step({ step: "release" }, steps.length, labels);
      await this.#step({ step: "drain", deadlineMs: 30_000 }, steps.length + 1, labels);
      return false;
    }
    return true;
  }

  async #step(step: PlannedStep, stepIndex: number, labels: Labels): Promise<boolean> {
    const { clock } = this.#options;
    const startMs = clock.nowMs();
    let seen: Pick<StepRecord, "queuedExpected" | "queuedSeen"> = { queuedExpected: null, queuedSeen: null };
    let problem: string | null = null;
    try {
      if (step.step === "barrier")
        seen = await awaitQueue(this.#gateway.metrics, step, this.#options, () => this.#failIfBroken());
      else await this.#perform(step, stepIndex, labels);
    } catch (error) {
      if (!isWaRoutingError(error) || error.code === "ENVIRONMENT_BROKE") throw error;
      problem = error.message;
      if (step.step === "barrier") seen = { queuedExpected: step.queued, queuedSeen: null };
    }
    this.#recorder.step({
      trial: labels.trial,
      arm: labels.arm,
      stepIndex,
      step: step.step,
      startMs,
      endMs: clock.nowMs(),
      ok: problem === null,
      problem,
      ...seen,
    });
    return problem === null;
  }

  async #perform(step: Exclude<PlannedStep, { step: "barrier" }>, stepIndex: number, labels: Labels): Promise<void> {
    const { signal, clock } = this.#options;
    switch (step.step) {
      case "prime":
        for (const request of step.requests) {
          signal.throwIfAborted();
          await this.#sender.send(request, clock.nowMs(), { ...labels, stepIndex, primed: true });
        }
        return;
      case "pause":
        await delay(step.ms, undefined, { signal });
        return;
      case "hold":
        if (this.#gateway.gate === null) throw noGate();
        this.#held = true;
        await this.#gateway.gate.close();
        return;
      case "release":
        this.#held = false;
        await this.#gateway.gate?.open();
        return;
      case "send":
        await sendOpenLoop(step.requests, {
          originMs: clock.originMs,
          signal,
          send: (request, arrivalMs) => this.#sender.send(request, arrivalMs, { ...labels, stepIndex, primed: false }),
        });
        signal.throwIfAborted();
        return;
      case "drain":
        await this.#sender.drain(step.deadlineMs);
        return;
    }
  }

  #failIfBroken(): void {
    const failure = this.#gateway.failure() ?? this.#options.routes.failure();
    if (failure === null) return;
    throw new WaRoutingError(`the environment broke: ${failure}`, {
      code: "ENVIRONMENT_BROKE",
      expected: "a gateway that runs to the end of the run",
      remedy: "read the router's log in the run folder",
    });
  }
}

function noGate(): WaRoutingError {
  return new WaRoutingError("this environment has no gate: the queue cannot be held", {
    code: "GATE_MISSING",
    field: "--gate",
    expected: "model-server, sim-admin or blockers",
    remedy: "give --gate with the addresses that it needs",
  });
}
