import {
  LOG_POINT_MARKER,
  LOG_POINTS,
  type LogPoint,
  MAX_CRITICALITY,
  type RouterParameters,
} from "@wa-routing/protocol";
import type { FaultName, Faults } from "./faults.ts";
import type { ScoreReading } from "./ordering-policy.ts";
import type { QueueItem } from "./queue-item.ts";
import type { WriteLine } from "./router-log.ts";
import type { WorkloadState } from "./workload-registry.ts";

/** Who a log point speaks of. */
export interface Subject {
  readonly requestId: string;
  readonly workloadId: string;
  readonly criticality: number;
}

const MISSING_LINE: Readonly<Record<LogPoint, FaultName>> = {
  "context-extracted": "no-context-extracted-line",
  "active-incremented": "no-active-incremented-line",
  admitted: "no-admitted-line",
  "score-computed": "no-score-computed-line",
  dispatched: "no-dispatched-line",
  "active-decremented": "no-active-decremented-line",
};

/** The `[WA-ROUTING]` lines of the log, one method each. */
export class LogPoints {
  readonly #write: WriteLine;
  readonly #faults: Faults;
  readonly #parameters: RouterParameters;

  constructor(write: WriteLine, faults: Faults, parameters: RouterParameters) {
    this.#write = write;
    this.#faults = faults;
    this.#parameters = parameters;
  }

  contextExtracted(subject: Subject, source: string): void {
    this.#point("context-extracted", { ...named(subject), criticality: subject.criticality, source });
  }

  activeIncremented(subject: Subject, state: WorkloadState): void {
    this.#point("active-incremented", { ...named(subject), ...counted(state) });
  }

  activeDecremented(subject: Subject, state: WorkloadState): void {
    this.#point("active-decremented", { ...named(subject), ...counted(state) });
  }

  admitted(item: QueueItem, queueSize: number): void {
    const flow_key = `${item.fairnessId}:${item.priority}`;
    this.#point("admitted", { ...named(item), criticality: item.criticality, flow_key, queue_size: queueSize });
  }

  scoreComputed(item: QueueItem, reading: ScoreReading, stage: "enqueue" | "dispatch"): void {
    const { maxWaitSeconds, maxRatePerSecond } = this.#parameters;
    this.#point("score-computed", {
      ...named(item),
      criticality: reading.criticality,
      avg_wait_time_sec: reading.emaSeconds,
      request_rate: reading.ratePerSecond,
      normalized_wait: Math.min(reading.emaSeconds / maxWaitSeconds, 1),
      normalized_crit: reading.criticality / MAX_CRITICALITY,
      normalized_rate: Math.min(reading.ratePerSecond / maxRatePerSecond, 1),
      final_score: reading.score + (this.#faults.has("score-logged-wrong") ? 0.01 : 0),
      stage,
    });
  }

  dispatched(item: QueueItem, queueSize: number, dispatchSequence: number): void {
    this.#point("dispatched", { ...named(item), queue_size: queueSize, dispatch_seq: dispatchSequence });
  }

  waitRecorded(subject: Subject, waitMs: number, state: WorkloadState): void {
    this.#write(2, `${LOG_POINT_MARKER} Workload wait recorded`, {
      ...named(subject),
      wait_sec: waitMs / 1000,
      avg_wait_time_sec: state.emaSeconds,
      dispatched_count: state.dispatched,
    });
  }

  evicted(item: QueueItem, queueSize: number): void {
    this.#write(2, `${LOG_POINT_MARKER} Request evicted`, { ...named(item), queue_size: queueSize });
  }

  #point(point: LogPoint, fields: Readonly<Record<string, unknown>>): void {
    if (this.#faults.has(MISSING_LINE[point])) return;
    this.#write(2, `${LOG_POINT_MARKER} ${LOG_POINTS[point]}`, fields);
  }
}

function named({ requestId, workloadId }: Pick<Subject, "requestId" | "workloadId">) {
  return { request_id: requestId, workload_id: workloadId };
}

function counted({ active, total, ratePerSecond }: WorkloadState) {
  return { active_requests: active, total_requests: total, request_rate: ratePerSecond };
}
