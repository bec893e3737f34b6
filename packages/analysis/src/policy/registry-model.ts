import type { RouterParameters } from "@wa-routing/protocol";
import type { ReplayedRequest } from "./replayed-request.ts";

/**
 * The judge's own model of what the router's registry keeps of one workload, on a clock that is handed in.
 *
 * @see pkg/epp/datastore/workload_registry.go in the workload-aware fork
 */
export class WorkloadModel {
  emaSeconds = 0;
  readonly #emaAlpha: number;
  readonly #windowMs: number;
  #windowStartMs = Number.NEGATIVE_INFINITY;
  #windowRequests = 0;
  #dispatched = 0;

  constructor({ emaAlpha, rateWindowSeconds }: RouterParameters) {
    this.#emaAlpha = emaAlpha;
    this.#windowMs = rateWindowSeconds * 1000;
  }

  arrived(atMs: number): void {
    if (atMs - this.#windowStartMs > this.#windowMs) {
      this.#windowStartMs = atMs;
      this.#windowRequests = 0;
    }
    this.#windowRequests += 1;
  }

  dispatched(waitMs: number): void {
    const waitSeconds = Math.max(0, waitMs) / 1000;
    this.emaSeconds =
      this.#dispatched === 0 ? waitSeconds : this.#emaAlpha * waitSeconds + (1 - this.#emaAlpha) * this.emaSeconds;
    this.#dispatched += 1;
  }

  ratePerSecond(atMs: number): number {
    const ageMs = atMs - this.#windowStartMs;
    return ageMs <= 0 || ageMs > this.#windowMs ? 0 : (this.#windowRequests * 1000) / ageMs;
  }
}

/** The model of each request's workload; requests of one workload share it. */
export function workloadModels(
  requests: readonly Pick<ReplayedRequest, "workload">[],
  parameters: RouterParameters,
): WorkloadModel[] {
  const byName = new Map<string, WorkloadModel>();
  return requests.map(({ workload }) => {
    const known = byName.get(workload);
    if (known !== undefined) return known;
    const model = new WorkloadModel(parameters);
    byName.set(workload, model);
    return model;
  });
}
