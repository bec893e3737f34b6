import { Gauge, Registry } from "prom-client";
import type { Slots } from "./slots.ts";

/** What a model server reports, and what the gate makes it report. */
export interface GateState {
  /** Replaces the true number of waiting requests; null: none. */
  waitingRequests: number | null;
  /** Until it opens by itself, unless it is closed again before; null: it is open, or closed for good. */
  leaseMsLeft: number | null;
  /** How often it has opened by itself. */
  lapses: number;
  /** How often the metrics page has been read. */
  scrapes: number;
  /** ms since the last reading; null: never. */
  lastScrapeMsAgo: number | null;
}

/**
 * The metrics page of a vLLM server, with the gate: the waiting gauge can be overridden, so that a router believes the server
 * full. Serving is not touched.
 *
 * @see vLLM, docs/usage/metrics.md, for the names
 */
export class ServerMetrics {
  readonly #registry = new Registry();
  readonly #slots: Slots;
  #override: number | null = null;
  #lease: { readonly untilMs: number; readonly timer: NodeJS.Timeout } | null = null;
  #lapses = 0;
  #scrapes = 0;
  #lastScrapeMs: number | null = null;
  readonly #collect: () => void;

  constructor(slots: Slots, model: string, loraNames: readonly string[]) {
    this.#slots = slots;
    const labels = { model_name: model, engine: "0" };
    const gauge = (name: string, help: string, extra: Record<string, string> = labels) => {
      const created = new Gauge({ name, help, labelNames: Object.keys(extra), registers: [this.#registry] });
      created.set(extra, 0);
      return (value: number) => created.set(extra, value);
    };
    const waiting = gauge("vllm:num_requests_waiting", "Requests that wait for a slot.");
    const running = gauge("vllm:num_requests_running", "Requests that are generated.");
    gauge("vllm:kv_cache_usage_perc", "Share of the KV cache in use, 0 to 1.");
    gauge("vllm:gpu_cache_usage_perc", "Older name of vllm:kv_cache_usage_perc.");
    gauge("vllm:cache_config_info", "Cache configuration.", { block_size: "16", num_gpu_blocks: "1024" })(1);
    gauge("vllm:lora_requests_info", "LoRA adapters.", {
      max_lora: String(loraNames.length),
      running_lora_adapters: "",
      waiting_lora_adapters: "",
    })(1);
    this.#collect = () => {
      waiting(this.#override ?? slots.waiting);
      running(slots.running);
    };
  }

  async page(): Promise<string> {
    this.#collect();
    const page = await this.#registry.metrics();
    this.#scrapes += 1;
    this.#lastScrapeMs = performance.now();
    return page;
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** @param leaseMs After which the override ends by itself, unless it is set again; null: it stays. */
  setWaitingRequests(waitingRequests: number | null, leaseMs: number | null = null): void {
    clearTimeout(this.#lease?.timer);
    this.#override = waitingRequests;
    this.#lease = null;
    if (waitingRequests === null || leaseMs === null) return;
    const timer = setTimeout(() => {
      this.setWaitingRequests(null);
      this.#lapses += 1;
    }, leaseMs).unref();
    this.#lease = { untilMs: performance.now() + leaseMs, timer };
  }

  gate(): GateState & { readonly trueWaitingRequests: number } {
    return {
      waitingRequests: this.#override,
      leaseMsLeft: this.#lease === null ? null : Math.max(0, this.#lease.untilMs - performance.now()),
      lapses: this.#lapses,
      scrapes: this.#scrapes,
      lastScrapeMsAgo: this.#lastScrapeMs === null ? null : performance.now() - this.#lastScrapeMs,
      trueWaitingRequests: this.#slots.waiting,
    };
  }
}
