import { EMA_ALPHA, RATE_WINDOW_MS } from "@wa-routing/protocol";

/**
 * The judge's own model of what the router's registry keeps of one workload, on a clock that is handed in.
 *
 * @see pkg/epp/datastore/workload_registry.go in the workload-aware fork
 */
export class WorkloadModel {
  emaSeconds = 0;
  #windowStartMs = Number.NEGATIVE_INFINITY;
  #windowRequests = 0;
  #dispatched = 0;

  arrived(atMs: number): void {
    if (atMs - this.#windowStartMs > RATE_WINDOW_MS) {
      this.#windowStartMs = atMs;
      this.#windowRequests = 0;
    }
    this.#windowRequests += 1;
  }

  dispatched(waitMs: number): void {
    const waitSeconds = Math.max(0, waitMs) / 1000;
    this.emaSeconds =
      this.#dispatched === 0 ? waitSeconds : EMA_ALPHA * waitSeconds + (1 - EMA_ALPHA) * this.emaSeconds;
    this.#dispatched += 1;
  }

  ratePerSecond(atMs: number): number {
    const ageMs = atMs - this.#windowStartMs;
    return ageMs <= 0 || ageMs > RATE_WINDOW_MS ? 0 : (this.#windowRequests * 1000) / ageMs;
  }
}
