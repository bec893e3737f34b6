import type { WorkloadModel } from "./registry-model.ts";
import type { ReplayedRequest } from "./replayed-request.ts";

/** The average waits of a replay: each dispatch changes its workload's, a little later. */
export class AverageWaits {
  readonly #requests: readonly ReplayedRequest[];
  readonly #workloads: readonly WorkloadModel[];
  readonly #lagMs: number | readonly number[];
  /** Updates, by when they are due: the request that was dispatched, and when. */
  readonly #dueMs: number[] = [];
  readonly #dispatched: number[] = [];
  readonly #dispatchedMs: number[] = [];
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
    for (; this.#made < this.#dueMs.length && (this.#dueMs[this.#made] as number) <= atMs; this.#made++) {
      const request = this.#dispatched[this.#made] as number;
      const waitMs =
        (this.#dispatchedMs[this.#made] as number) - (this.#requests[request] as ReplayedRequest).enqueuedMs;
      (this.#workloads[request] as WorkloadModel).dispatched(waitMs);
    }
  }

  dispatched(request: number, atMs: number): void {
    const lagMs = typeof this.#lagMs === "number" ? this.#lagMs : (this.#lagMs[this.#dueMs.length] ?? 0);
    const dueMs = atMs + lagMs;
    let at = this.#dueMs.length;
    for (; at > this.#made && (this.#dueMs[at - 1] as number) > dueMs; at--) {
      for (const column of [this.#dueMs, this.#dispatched, this.#dispatchedMs]) column[at] = column[at - 1] as number;
    }
    this.#dueMs[at] = dueMs;
    this.#dispatched[at] = request;
    this.#dispatchedMs[at] = atMs;
  }
}
