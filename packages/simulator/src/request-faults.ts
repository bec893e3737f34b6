import { setTimeout as delay } from "node:timers/promises";
import type { Faults } from "./faults.ts";

const RESTART_AT_REQUEST = 40;
const REORDER_MS = 30;

/** What becomes of a dispatched request. */
export type Fate = "served" | "lost" | "failed" | "stuck" | "duplicated";

/** The planted faults that strike single requests. */
export class RequestFaults {
  readonly #faults: Faults;
  #requests = 0;
  #forwarded = 0;
  #contexts = 0;
  #released: (() => void)[] = [];

  constructor(faults: Faults) {
    this.#faults = faults;
  }

  /** True once: at the request at which the router restarts. */
  restartsNow(): boolean {
    this.#requests += 1;
    return this.#faults.has("router-restart") && this.#requests === RESTART_AT_REQUEST;
  }

  async beforeQueue(hasContext: boolean): Promise<void> {
    if (!hasContext || !this.#faults.has("slow-tail")) return;
    this.#contexts += 1;
    if (this.#contexts % 33 === 0) await delay(8);
  }

  async beforeForward(): Promise<Fate> {
    if (this.#faults.has("backend-order-wrong")) await this.#reordered();
    this.#forwarded += 1;
    if (this.#forwarded % 10 !== 0) return "served";
    if (this.#faults.has("requests-lost")) return "lost";
    if (this.#faults.has("requests-failed")) return "failed";
    if (this.#faults.has("requests-stuck")) return "stuck";
    return this.#faults.has("requests-duplicated") ? "duplicated" : "served";
  }

  /** Collects what is dispatched within 30 ms, and lets it go in reverse, 2 ms apart. */
  #reordered(): Promise<void> {
    if (this.#released.length === 0) {
      setTimeout(() => {
        const batch = this.#released.splice(0).reverse();
        batch.forEach((go, index) => void setTimeout(go, 2 * index));
      }, REORDER_MS);
    }
    return new Promise((resolve) => this.#released.push(resolve));
  }
}
