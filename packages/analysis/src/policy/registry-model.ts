/** What the judge knows of a workload at one instant, from the evidence alone. */
interface Entry {
  windowStartMs: number;
  windowRequests: number;
  emaSeconds: number;
  dispatched: number;
}

export const RATE_WINDOW_MS = 60_000;
export const EMA_ALPHA = 0.2;

/**
 * The judge's own model of the router's registry, on a clock that is handed in.
 *
 * @see pkg/epp/datastore/workload_registry.go in the workload-aware fork
 */
export class RegistryModel {
  readonly #entries = new Map<string, Entry>();

  arrived(workload: string, atMs: number): void {
    const entry = this.#entries.get(workload);
    if (entry === undefined) {
      this.#entries.set(workload, { windowStartMs: atMs, windowRequests: 1, emaSeconds: 0, dispatched: 0 });
    } else if (atMs - entry.windowStartMs > RATE_WINDOW_MS) {
      entry.windowStartMs = atMs;
      entry.windowRequests = 1;
    } else {
      entry.windowRequests += 1;
    }
  }

  dispatched(workload: string, waitMs: number): void {
    const entry = this.#entries.get(workload);
    if (entry === undefined) return;
    const waitSeconds = Math.max(0, waitMs) / 1000;
    entry.emaSeconds =
      entry.dispatched === 0 ? waitSeconds : EMA_ALPHA * waitSeconds + (1 - EMA_ALPHA) * entry.emaSeconds;
    entry.dispatched += 1;
  }

  emaSeconds(workload: string): number {
    return this.#entries.get(workload)?.emaSeconds ?? 0;
  }

  ratePerSecond(workload: string, atMs: number): number {
    const entry = this.#entries.get(workload);
    if (entry === undefined) return 0;
    const ageMs = atMs - entry.windowStartMs;
    return ageMs <= 0 || ageMs > RATE_WINDOW_MS ? 0 : (entry.windowRequests * 1000) / ageMs;
  }
}
