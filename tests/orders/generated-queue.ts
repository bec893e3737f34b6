import type { QueueDiscipline } from "@wa-routing/analysis";
import { type Random, type RequestRecord, shuffled } from "@wa-routing/protocol";
import type { FaultName } from "../../packages/simulator/src/faults.ts";
import { createBefore, createScorer } from "../../packages/simulator/src/ordering-policy.ts";
import { createQueue } from "../../packages/simulator/src/queue-discipline.ts";
import type { QueueItem } from "../../packages/simulator/src/queue-item.ts";
import type { WaitingQueue } from "../../packages/simulator/src/waiting-queue.ts";
import { WorkloadRegistry } from "../../packages/simulator/src/workload-registry.ts";

/**
 * By which rule a made-up router orders what it holds. `partly-right`: as workload-aware, but one dispatch in three takes any request.
 * `without-…`: as workload-aware, but for one term of the score. `slo-deadline` and `edf`: by the headers of the requests.
 */
export const GENERATED_ORDERS = [
  "workload-aware",
  "fcfs",
  "shuffled",
  "strict",
  "reversed",
  "partly-right",
  "without-criticality",
  "without-rate",
  "without-wait",
  "slo-deadline",
  "edf",
] as const;

export type GeneratedOrder = (typeof GENERATED_ORDERS)[number];

const LOOK_MS = 0.0002;
const WRONG_SHARE = 1 / 3;
const FAULT: Partial<Record<GeneratedOrder, FaultName>> = {
  "without-criticality": "criticality-ignored",
  "without-rate": "rate-term-missing",
  "without-wait": "wait-term-missing",
};

type Waiting = QueueItem & { readonly record: RequestRecord };

/** A queue on a clock that is handed in: the simulator's own queue, registry and policy, or an order that is plainly something else. */
export class GeneratedQueue {
  readonly #order: GeneratedOrder;
  readonly #random: Random;
  readonly #registry: WorkloadRegistry;
  /** What holds the requests that are ordered by their scores. */
  readonly #held: WaitingQueue<QueueItem>;
  #waiting: Waiting[] = [];
  #nowMs = 0;
  #sequence = 0;

  /** @param discipline When it compares scores. */
  constructor(order: GeneratedOrder, random: Random, discipline: QueueDiscipline = "lazy-max-min-heap") {
    this.#order = order;
    this.#random = random;
    // Each look at the clock takes a moment, as in the router: the second of two equal scores is a hair lower.
    const now = () => {
      this.#nowMs += LOOK_MS;
      return this.#nowMs;
    };
    const fault = FAULT[order];
    const faults = new Set(fault === undefined ? [] : [fault]);
    this.#registry = new WorkloadRegistry(now, faults);
    const scorer = createScorer(this.#registry, now, faults);
    this.#held = createQueue(discipline, createBefore("workload-aware", scorer, faults));
  }

  /**
   * Returns when it entered: no earlier than what entered before.
   *
   * @param criticality As the router reads it.
   */
  enqueue(record: RequestRecord, atMs: number, criticality: number): number {
    this.#nowMs = Math.max(atMs, this.#nowMs + LOOK_MS);
    const enqueuedMs = this.#nowMs;
    const workloadId = record.workloadId ?? `auto-${record.id}`;
    this.#registry.requestArrived(workloadId, record.id);
    const item: Waiting = {
      ...QUEUED,
      record,
      requestId: record.id,
      workloadId,
      criticality,
      receivedMs: enqueuedMs,
      enqueuedMs,
      sequence: this.#sequence++,
    };
    this.#held.add(item);
    this.#waiting.push(item);
    return enqueuedMs;
  }

  take(atMs: number): RequestRecord {
    this.#nowMs = Math.max(atMs, this.#nowMs);
    const item = this.#next();
    this.#held.remove(item);
    this.#waiting = this.#waiting.filter((waiting) => waiting !== item);
    this.#registry.requestDispatched(item.workloadId, atMs - item.enqueuedMs);
    return item.record;
  }

  #next(): Waiting {
    const waiting = this.#waiting;
    const any = () => shuffled(waiting, this.#random)[0] as Waiting;
    switch (this.#order) {
      case "workload-aware":
      case "without-criticality":
      case "without-rate":
      case "without-wait":
        return this.#held.head() as Waiting;
      case "fcfs":
        return waiting[0] as Waiting;
      case "slo-deadline":
        return earliest(waiting, ({ record, receivedMs }) => receivedMs + headerOf(record, "x-llm-d-slo-ttft-ms"));
      case "edf":
        return earliest(waiting, ({ record, enqueuedMs }) => enqueuedMs + headerOf(record, "x-llm-d-inference-ttl"));
      case "reversed":
        return waiting.at(-1) as Waiting;
      case "shuffled":
        return any();
      case "strict":
        return waiting.reduce((best, item) => (item.criticality > best.criticality ? item : best));
      case "partly-right":
        return this.#random() < WRONG_SHARE ? any() : (this.#held.head() as Waiting);
    }
  }
}

function earliest(waiting: readonly Waiting[], deadlineMs: (item: Waiting) => number): Waiting {
  return waiting.reduce((best, item) => (deadlineMs(item) < deadlineMs(best) ? item : best));
}

/** `250` or `250ms`; a request without the header has all the time that there is. */
function headerOf({ headers }: RequestRecord, name: string): number {
  return Number.parseFloat(headers?.[name] ?? "Infinity");
}

const QUEUED = {
  priority: 0,
  fairnessId: "default-flow",
  model: "m",
  targetModel: "m",
  bytes: 0,
  leave: () => undefined,
  cancelled: false,
} as const;
