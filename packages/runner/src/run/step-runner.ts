import { setTimeout as delay } from "node:timers/promises";
import { sendOpenLoop } from "@wa-routing/client";
import { orAborted, type RunningGateway } from "@wa-routing/environments";
import {
  type ErrorCode,
  isWaRoutingError,
  type PlannedStep,
  type RequestRecord,
  type StepRecord,
  WaRoutingError,
} from "@wa-routing/protocol";
import type { Recorder } from "../folder/run-folder.ts";
import type { OpenRoutes } from "./open-routes.ts";
import { awaitQueue, type BarrierOptions } from "./queue-barrier.ts";
import type { RequestSender } from "./request-sender.ts";
import type { RunRecording } from "./run-recording.ts";

// What no later step can make good.
const ENDS_RUN: ReadonlySet<ErrorCode> = new Set(["ENVIRONMENT_BROKE", "MODEL_NOT_SERVED", "NOT_AUTHORIZED"]);

// What takes longer is stuck, and the gauges are to be seen.
const LEAVES_WITHIN_MS = 1000;

/** What doing steps needs beside gateway, sender and recorder. */
export interface StepOptions extends BarrierOptions {
  /** The routes beside the gateway that the plan was made for. */
  readonly routes: OpenRoutes;
  readonly recording: Pick<RunRecording, "leaveAlone">;
  /** Whether what the scenario claims is how long requests take. */
  readonly measuresOverhead: boolean;
}

/** Where a step stands in its plan. */
export type StepPlace = Pick<RequestRecord, "trial" | "arm" | "stepIndex">;

/** Does one step of a plan after the other, records each, and knows whether the gate is held. */
export class StepRunner {
  readonly #gateway: RunningGateway;
  readonly #sender: RequestSender;
  readonly #recorder: Recorder;
  readonly #options: StepOptions;
  #held = false;

  constructor(gateway: RunningGateway, sender: RequestSender, recorder: Recorder, options: StepOptions) {
    this.#gateway = gateway;
    this.#sender = sender;
    this.#recorder = recorder;
    this.#options = options;
  }

  /** Whether a hold has not been released yet. */
  get isHeld(): boolean {
    return this.#held;
  }

  /**
   * Does one step; whether it went well. What went wrong is in its record.
   *
   * @param onWaiting Told what a drain waits for that is not the router's.
   * @throws WaRoutingError `ENVIRONMENT_BROKE`, `MODEL_NOT_SERVED` or `NOT_AUTHORIZED`; the signal's own reason when aborted.
   */
  async run(
    step: PlannedStep,
    place: StepPlace,
    onWaiting: (what: string) => void = () => undefined,
  ): Promise<boolean> {
    const { clock, recording } = this.#options;
    recording.leaveAlone(this.#quietMsOf(step));
    const startMs = clock.nowMs();
    let seen: Pick<StepRecord, "queuedExpected" | "queuedSeen"> = { queuedExpected: null, queuedSeen: null };
    let problem: WaRoutingError | null = null;
    let gateRequestsMs: number | null = null;
    try {
      // A gate that is closing, or a gauge that does not answer, is not waited for.
      const unlessAborted = <Value>(work: Promise<Value>) => orAborted(work, this.#options.signal);
      if (step.step === "barrier") seen = await unlessAborted(this.#awaitQueue(step));
      else if (step.step === "drain") {
        const onGateRequests = (what: string) => {
          gateRequestsMs = clock.nowMs() - startMs;
          onWaiting(what);
        };
        await unlessAborted(this.#drain(step.deadlineMs, onGateRequests));
      } else await unlessAborted(this.#perform(step, place));
    } catch (error) {
      if (!isWaRoutingError(error) || ENDS_RUN.has(error.code)) throw error;
      problem = error;
      if (step.step === "barrier") seen = { queuedExpected: step.queued, queuedSeen: null };
    }
    const times = { startMs, endMs: clock.nowMs() };
    const went = { ok: problem === null, problem: problem?.message ?? null, code: problem?.code ?? null };
    const cleared = gateRequestsMs === null ? {} : { gateRequestsMs };
    if (step.step === "drain") recording.leaveAlone(0);
    this.#recorder.step({ ...place, step: step.step, ...times, ...went, ...cleared, ...seen });
    this.#recorder.flush();
    this.#failIfBroken();
    return problem === null;
  }

  /** How long nobody is to ask the router for its gauges: what leaves it meanwhile is late, and overtaken. */
  #quietMsOf({ step }: PlannedStep): number {
    switch (step) {
      case "send":
        return this.#options.measuresOverhead ? Infinity : 0;
      case "barrier": // So that none is under way at the release.
      case "release":
      case "drain":
        return LEAVES_WITHIN_MS;
      default:
        return 0;
    }
  }

  /** Opens the gate if it is held, and gives up what is under way. */
  async end(): Promise<void> {
    if (this.#held) await this.#gateway.gate?.open().catch(() => undefined);
    await this.#sender.end();
    this.#recorder.flush();
  }

  async #awaitQueue(step: Extract<PlannedStep, { step: "barrier" }>) {
    return await awaitQueue(this.#gateway.metrics, step, this.#options, () => this.#failIfBroken());
  }

  async #perform(step: Exclude<PlannedStep, { step: "barrier" | "drain" }>, place: StepPlace): Promise<void> {
    const { signal, clock } = this.#options;
    switch (step.step) {
      case "prime":
        for (const request of step.requests) {
          signal.throwIfAborted();
          await this.#sender.send(request, clock.nowMs(), { ...place, primed: true });
          this.#sender.failIfNotServed();
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
          send: (request, arrivalMs) => this.#sender.send(request, arrivalMs, { ...place, primed: false }),
        });
        signal.throwIfAborted();
        return;
    }
  }

  async #drain(deadlineMs: number, onWaiting: (what: string) => void): Promise<void> {
    let notCleared: unknown = null;
    // What the gate itself has left on the model servers is not the router's time.
    await this.#gateway.gate?.cleared(onWaiting).catch((error: unknown) => {
      notCleared = error;
    });
    await this.#sender.drain(deadlineMs).catch((error: unknown) => {
      throw notCleared ?? error;
    });
    if (notCleared !== null) throw notCleared;
  }

  #failIfBroken(): void {
    this.#sender.failIfNotServed();
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
    expected: "model-server, sim-admin, blockers or vllm-pause",
    remedy:
      "give --model-server-admin-url URL, or --gate blockers with --model-server-url URL and --router-metrics-url URL",
  });
}
