import type { WorkloadModel } from "./registry-model.ts";
import type { ReplayedRequest } from "./replayed-request.ts";

interface Update {
  readonly dueMs: number;
  readonly workload: WorkloadModel;
  readonly waitMs: number;
}

/** The average waits of a replay: each dispatch changes its workload's, a little later. */
export class AverageWaits {
  readonly #requests: readonly ReplayedRequest[];
  readonly #workloads: readonly WorkloadModel[];
  readonly #lagMs: number | readonly number[];
  readonly #updates: Update[] = [];
  #made = 0;

  /** @param lagMs From a dispatch to its update: of all of them, or of each in turn. */
  constructor(
    requests: readonly ReplayedRequest[],
    workloads: readonly WorkloadModel[],
    lagMs: number | readonly number[],
  ) {
    this.#requests = requests;
    this.#workloads = workloads;
    this.#lagMs = lagMs;
  }

  /** Makes the updates that were due by then. Times ascend. */
  catchUp(atMs: number): void {
    for (; this.#made < this.#updates.length; this.#made++) {
      const { dueMs, workload, waitMs } = this.#updates[this.#made] as Update;
      if (dueMs > atMs) return;
      workload.dispatched(waitMs);
    }
  }

  dispatched(request: number, atMs: number): void {
    const updates = this.#updates;
    const dueMs = atMs + (typeof this.#lagMs === "number" ? this.#lagMs : (this.#lagMs[updates.length] ?? 0));
    const waitMs = atMs - (this.#requests[request] as ReplayedRequest).enqueuedMs;
    const update = { dueMs, workload: this.#workloads[request] as WorkloadModel, waitMs };
    let at = updates.push(update) - 1;
    for (; at > this.#made && (updates[at - 1] as Update).dueMs > dueMs; at--) updates[at] = updates[at - 1] as Update;
    updates[at] = update;
  }
}
