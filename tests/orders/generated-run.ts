import type { Evidence, QueueDiscipline } from "@wa-routing/analysis";
import {
  type Arm,
  type ArrivalRecord,
  type FlowEvent,
  type Plan,
  type PlannedRequest,
  type PlannedStep,
  type Random,
  type RequestRecord,
  type StepRecord,
  seededRandom,
} from "@wa-routing/protocol";
import { type GeneratedOrder, GeneratedQueue } from "./generated-queue.ts";

/** How a run is made up. */
export interface GeneratedRunOptions {
  readonly order: GeneratedOrder;
  /** Of an order by scores; default: the fork's heap. */
  readonly discipline?: QueueDiscipline;
  /** What a request carries beside its workload context; default: nothing. */
  readonly headersOf?: (request: PlannedRequest) => Readonly<Record<string, string>>;
  /** How the router reads a criticality; default: as it was sent. */
  readonly readsAs?: (criticality: number) => number;
  readonly seed: number;
  /** Whether the router's log is a witness, beside the model server's arrivals. */
  readonly routerLog: boolean;
}

const CLOSE_MS = 30;
const SERVICE_MS = 5;

/** Carries a plan out on a clock of its own, without any gateway, and gives the evidence that a run would have left behind. */
export function generateRun(plan: Plan, options: GeneratedRunOptions): Evidence {
  const run = new GeneratedRun(options);
  for (const [index, step] of plan.prepare.entries()) run.step(step, index, { trial: null, arm: null });
  for (const trial of plan.trials) {
    for (const [index, step] of trial.steps.entries()) run.step(step, index, trial);
  }
  return run.evidence();
}

interface Labels {
  readonly trial: number | null;
  readonly arm: Arm | null;
}

class GeneratedRun {
  readonly #options: GeneratedRunOptions;
  readonly #random: Random;
  readonly #queue: GeneratedQueue;
  readonly #requests: RequestRecord[] = [];
  readonly #arrivals: ArrivalRecord[] = [];
  readonly #events: FlowEvent[] = [];
  readonly #steps: StepRecord[] = [];
  #held: RequestRecord[] = [];
  #nowMs = 100;
  #dispatches = 0;

  constructor(options: GeneratedRunOptions) {
    this.#options = options;
    this.#random = seededRandom(`generated/${options.seed}`);
    this.#queue = new GeneratedQueue(options.order, this.#random, options.discipline);
  }

  step(step: PlannedStep, stepIndex: number, { trial, arm }: Labels): void {
    const startMs = this.#nowMs;
    switch (step.step) {
      case "prime":
        for (const request of step.requests) {
          this.#send(request, this.#nowMs, { trial, arm, stepIndex, primed: true });
          this.#dispatchAll(0);
        }
        break;
      case "pause":
        this.#nowMs += step.ms;
        break;
      case "hold":
      case "release":
        this.#nowMs += CLOSE_MS * (0.5 + this.#random());
        if (step.step === "release") this.#dispatchAll(1);
        break;
      case "send":
        for (const request of step.requests) {
          this.#send(request, startMs + request.arrivalMs, { trial, arm, stepIndex, primed: false });
        }
        break;
      case "barrier":
      case "drain":
        this.#nowMs += 2;
    }
    const queued = step.step === "barrier" ? step.queued : null;
    const times = { startMs, endMs: this.#nowMs, ok: true, problem: null };
    this.#steps.push({
      trial,
      arm,
      stepIndex,
      step: step.step,
      ...times,
      queuedExpected: queued,
      queuedSeen: queued,
    });
  }

  evidence(): Evidence {
    const { routerLog } = this.#options;
    const arrivals = this.#arrivals
      .sort((a, b) => a.arrivedMs - b.arrivedMs)
      .map((arrival, sequence) => ({ ...arrival, sequence }));
    return {
      gateway: {
        environment: "imported",
        gatewayUrl: null,
        modelServers: ["generated"],
        model: "m",
        gate: "model-server",
        witnesses: { routerLog, arrivals: true, routerMetrics: true },
        sharedClock: true,
        router: {},
      },
      requests: this.#requests,
      steps: this.#steps,
      metrics: [],
      arrivals,
      events: routerLog ? this.#events.map((event, index) => ({ ...event, line: index + 1 })) : null,
      logReading: null,
      startedAtUnixMs: 0,
      complete: true,
      hindrance: null,
      ending: "completed",
      losses: [],
      eventLoopDelayP99Ms: null,
      machineLoad: null,
    };
  }

  #send(request: PlannedRequest, arrivalMs: number, labels: Labels & { stepIndex: number; primed: boolean }): void {
    const { id, workload, workloadId, criticality, contextHeaders } = request;
    const latenessMs = exponential(this.#random, 0.1);
    const sendMs = Math.max(arrivalMs + latenessMs, this.#requests.at(-1)?.sendMs ?? 0);
    const headers = this.#options.headersOf?.(request);
    const record = {
      ...UNANSWERED,
      ...labels,
      ...(headers === undefined ? {} : { headers }),
      ...{ id, workload, workloadId, criticality, contextHeaders, arrivalMs, sendMs },
      sequence: this.#requests.length,
      latenessMs: sendMs - arrivalMs,
      endMs: sendMs,
    };
    this.#requests.push(record);
    this.#held.push(record);
    const { readsAs = (sent: number) => sent } = this.#options;
    const atMs = sendMs + 0.4 + exponential(this.#random, 0.1);
    const enqueuedMs = this.#queue.enqueue(record, atMs, readsAs(criticality));
    this.#nowMs = Math.max(this.#nowMs, enqueuedMs);
    this.#log("admitted", record, enqueuedMs);
  }

  /** One dispatch a millisecond; each reaches the model server a little later, and not always in order. */
  #dispatchAll(tickMs: number): void {
    for (let left = this.#held.length; left > 0; left--) {
      this.#nowMs += tickMs + exponential(this.#random, 0.05);
      const record = this.#queue.take(this.#nowMs) as RequestRecord;
      this.#log("dispatched", record, this.#nowMs);
      const arrivedMs = this.#nowMs + 0.3 + exponential(this.#random, 0.08);
      this.#arrivals.push({ ...ARRIVED, arrivedMs, id: record.id, requestId: record.id });
      Object.assign(record, { headersMs: arrivedMs + SERVICE_MS, endMs: arrivedMs + SERVICE_MS });
    }
    this.#held = [];
    this.#nowMs += SERVICE_MS;
  }

  #log(event: "admitted" | "dispatched", { id, workloadId }: RequestRecord, atMs: number): void {
    const position = { line: 1, source: null, atMs, seq: null };
    const about = { requestId: id, workloadId, queueSize: null };
    if (event === "admitted") this.#events.push({ event, ...position, ...about });
    else this.#events.push({ event, ...position, ...about, dispatchSequence: this.#dispatches++ });
  }
}

const UNANSWERED = {
  firstTokenMs: null,
  tokenMs: null,
  outcome: "completed",
  status: 200,
  errorCode: null,
  errorText: null,
  requestId: null,
  completionTokens: 1,
  headersMs: null,
} as const;

const ARRIVED = {
  modelServer: "generated",
  sequence: 0,
  contextHeader: null,
  model: "m",
  path: "/v1/completions",
  concurrency: 1,
} as const;

function exponential(random: Random, mean: number): number {
  return -mean * Math.log(1 - random());
}
