import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { ModelServerPool } from "./model-server-pool.ts";
import type { QueueItem, QueueOutcome } from "./queue-item.ts";

const POOL = "simulator";
const FLOW_LABELS = ["fairness_id", "priority", "inference_pool", "model_name", "target_model_name"] as const;

const OUTCOME_LABEL: Readonly<Record<QueueOutcome, string>> = {
  dispatched: "Dispatched",
  expired: "EvictedTTL",
  cancelled: "EvictedContextCancelled",
  "shut-down": "EvictedOther",
};

/**
 * The router's metrics page. Series appear with the first request of their labels, as in the real router.
 *
 * @see pkg/epp/metrics/metrics.go in the inference extension
 */
export class RouterMetrics {
  readonly registry = new Registry();
  readonly #queueSize = this.#gauge("inference_extension_flow_control_queue_size", "Queued requests.", FLOW_LABELS);
  readonly #queueBytes = this.#gauge("inference_extension_flow_control_queue_bytes", "Queued bytes.", FLOW_LABELS);
  readonly #queueDuration = new Histogram({
    name: "inference_extension_flow_control_request_queue_duration_seconds",
    help: "Time in the queue.",
    labelNames: [...FLOW_LABELS, "outcome"],
    buckets: [0.0001, 0.001, 0.01, 0.1, 0.5, 1, 5, 10, 30, 60],
    registers: [this.registry],
  });
  readonly #requests = new Counter({
    name: "inference_objective_request_total",
    help: "Requests received.",
    labelNames: ["model_name", "target_model_name"],
    registers: [this.registry],
  });
  readonly #errors = new Counter({
    name: "inference_objective_request_error_total",
    help: "Requests that ended with an error.",
    labelNames: ["model_name", "target_model_name", "error_code"],
    registers: [this.registry],
  });

  constructor(pool: ModelServerPool) {
    const perServer = this.#gauge("inference_pool_per_pod_queue_size", "Waiting requests by model server.", [
      "name",
      "model_server_pod",
    ]);
    const saturation = this.#gauge("inference_extension_flow_control_pool_saturation", "1 and above: saturated.", [
      "inference_pool",
    ]);
    const ready = this.#gauge("inference_pool_ready_pods", "Model servers.", ["name"]);
    const average = this.#gauge("inference_pool_average_queue_size", "Mean of waiting requests.", ["name"]);
    this.#collect = () => {
      const waiting = pool.waiting();
      for (const [pod, requests] of waiting) perServer.set({ name: POOL, model_server_pod: pod }, requests);
      saturation.set({ inference_pool: POOL }, pool.saturation());
      ready.set({ name: POOL }, pool.size);
      const total = waiting.reduce((sum, [, requests]) => sum + requests, 0);
      average.set({ name: POOL }, Math.floor(total / Math.max(1, waiting.length)));
    };
  }

  readonly #collect: () => void;

  /** The page as it is now. */
  async page(): Promise<string> {
    this.#collect();
    return await this.registry.metrics();
  }

  received(model: string, targetModel: string): void {
    this.#requests.inc({ model_name: model, target_model_name: targetModel });
  }

  failed(model: string, targetModel: string, code: string): void {
    this.#errors.inc({ model_name: model, target_model_name: targetModel, error_code: code });
  }

  entered(request: FlowOf): void {
    this.#queueSize.inc(flowLabels(request));
    this.#queueBytes.inc(flowLabels(request), request.bytes);
  }

  left(request: FlowOf, outcome: QueueOutcome, waitMs: number): void {
    this.#queueSize.dec(flowLabels(request));
    this.#queueBytes.dec(flowLabels(request), request.bytes);
    this.#queueDuration.observe({ ...flowLabels(request), outcome: OUTCOME_LABEL[outcome] }, waitMs / 1000);
  }

  #gauge(name: string, help: string, labelNames: readonly string[]): Gauge {
    return new Gauge({ name, help, labelNames: [...labelNames], registers: [this.registry] });
  }
}

type FlowOf = Pick<QueueItem, "fairnessId" | "priority" | "model" | "targetModel" | "bytes">;

function flowLabels({ fairnessId, priority, model, targetModel }: FlowOf) {
  return {
    fairness_id: fairnessId,
    priority: String(priority),
    inference_pool: POOL,
    model_name: model,
    target_model_name: targetModel,
  };
}
