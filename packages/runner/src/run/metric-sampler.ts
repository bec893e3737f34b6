import type { RouterGauges, RouterMetrics } from "@wa-routing/environments";

const EVERY_MS = 250;

/** Samples a router's gauges again and again, but for pauses: its page is as much work to it as many requests. */
export class MetricSampler {
  readonly #metrics: RouterMetrics;
  readonly #onSample: (gauges: RouterGauges) => void;
  readonly #timer: NodeJS.Timeout;
  #isBusy = false;
  #pausedUntilMs = 0;

  /** Begins at once. What cannot be sampled is left out. */
  constructor(metrics: RouterMetrics, onSample: (gauges: RouterGauges) => void) {
    this.#metrics = metrics;
    this.#onSample = onSample;
    this.#timer = setInterval(() => void this.#sample(), EVERY_MS);
  }

  /** Begins no sample for so long from now on; 0 ends a pause. */
  pause(ms: number): void {
    this.#pausedUntilMs = performance.now() + ms;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #sample(): Promise<void> {
    if (this.#isBusy || performance.now() < this.#pausedUntilMs) return;
    this.#isBusy = true;
    const gauges = await this.#metrics.sample().catch(() => null);
    this.#isBusy = false;
    if (gauges !== null) this.#onSample(gauges);
  }
}
