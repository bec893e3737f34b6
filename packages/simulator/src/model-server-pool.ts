import { type Random, WaRoutingError } from "@wa-routing/protocol";
import parsePrometheus from "parse-prometheus-text-format";
import { Agent, request } from "undici";
import type { Clock } from "./workload-registry.ts";

/** When a model server counts as full. */
export interface SaturationOptions {
  /** Full above so many waiting requests (`every-endpoint`), or the value that counts as 1 (`mean`). */
  readonly queueDepthThreshold: number;
  readonly kvCacheThreshold: number;
  /** Older metrics count as full, in ms. */
  readonly stalenessMs: number;
  /**
   * `every-endpoint`: saturated when no model server has room, as in the workload-aware fork. `mean`: when the mean of
   * waiting/threshold reaches 1, as upstream from v1.5.0.
   */
  readonly rule: "every-endpoint" | "mean";
}

export const DEFAULT_SATURATION: SaturationOptions = {
  queueDepthThreshold: 5,
  kvCacheThreshold: 0.8,
  stalenessMs: 200,
  rule: "every-endpoint",
};

interface ModelServer {
  readonly url: string;
  readonly name: string;
  waiting: number;
  kvCacheUsage: number;
  scrapedMs: number;
}

/**
 * The model servers behind the router, as their metrics show them.
 *
 * @see pkg/epp/saturationdetector in the inference extension
 */
export class ModelServerPool {
  readonly #servers: readonly ModelServer[];
  readonly #saturation: SaturationOptions;
  readonly #now: Clock;
  readonly #random: Random;
  readonly #agent = new Agent({ keepAliveTimeout: 60_000 });
  readonly #timers = new Map<string, NodeJS.Timeout>();
  #closed = false;

  constructor(urls: readonly string[], saturation: SaturationOptions, now: Clock, random: Random) {
    this.#servers = urls.map((url, index) => ({
      url: checkedUrl(url),
      name: `model-server-${index}`,
      waiting: 0,
      kvCacheUsage: 0,
      scrapedMs: Number.NEGATIVE_INFINITY,
    }));
    this.#saturation = saturation;
    this.#now = now;
    this.#random = random;
  }

  /** Scrapes every model server, and goes on doing so every `intervalMs`. */
  async watch(intervalMs: number): Promise<void> {
    await Promise.all(this.#servers.map((server) => this.#scrapeForEver(server, intervalMs)));
  }

  get size(): number {
    return this.#servers.length;
  }

  /** Waiting requests by name of model server. */
  waiting(): [string, number][] {
    return this.#servers.map(({ name, waiting }) => [name, waiting]);
  }

  /** 1 and above: saturated. */
  saturation(): number {
    const { queueDepthThreshold, kvCacheThreshold } = this.#saturation;
    const of = (server: ModelServer) =>
      this.#isStale(server)
        ? 1
        : Math.max(server.waiting / queueDepthThreshold, server.kvCacheUsage / kvCacheThreshold);
    return this.#servers.reduce((sum, server) => sum + of(server), 0) / Math.max(1, this.#servers.length);
  }

  isSaturated(): boolean {
    if (this.#saturation.rule === "mean") return this.#servers.length === 0 || this.saturation() >= 1;
    return !this.#servers.some((server) => this.#hasRoom(server));
  }

  /** The model server with the fewest waiting requests. */
  pick(): string | undefined {
    const fewest = Math.min(...this.#servers.map(({ waiting }) => waiting));
    const candidates = this.#servers.filter(({ waiting }) => waiting === fewest);
    return candidates[Math.floor(this.#random() * candidates.length)]?.url;
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    await this.#agent.destroy();
  }

  #hasRoom(server: ModelServer): boolean {
    const { queueDepthThreshold, kvCacheThreshold } = this.#saturation;
    return !this.#isStale(server) && server.waiting <= queueDepthThreshold && server.kvCacheUsage <= kvCacheThreshold;
  }

  #isStale({ scrapedMs }: ModelServer): boolean {
    return this.#now() - scrapedMs > this.#saturation.stalenessMs;
  }

  async #scrapeForEver(server: ModelServer, intervalMs: number): Promise<void> {
    const startMs = this.#now();
    await this.#scrape(server);
    if (this.#closed) return;
    const restMs = Math.max(1, intervalMs - (this.#now() - startMs));
    this.#timers.set(
      server.url,
      setTimeout(() => void this.#scrapeForEver(server, intervalMs), restMs),
    );
  }

  async #scrape(server: ModelServer): Promise<void> {
    try {
      const { body } = await request(`${server.url}/metrics`, { dispatcher: this.#agent });
      const families = new Map(parsePrometheus(await body.text()).map(({ name, metrics }) => [name, metrics]));
      const sum = (name: string) => families.get(name)?.reduce((total, { value }) => total + Number(value), 0);
      server.waiting = sum("vllm:num_requests_waiting") ?? server.waiting;
      server.kvCacheUsage = sum("vllm:kv_cache_usage_perc") ?? server.kvCacheUsage;
      server.scrapedMs = this.#now();
    } catch {
      // Its metrics grow stale, and stale metrics count as full.
    }
  }
}

function checkedUrl(url: string): string {
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url.replace(/\/+$/, "");
  throw new WaRoutingError(`${JSON.stringify(url)} is no address of a model server`, {
    code: "SIMULATOR_OPTION_INVALID",
    field: "modelServerUrls",
    value: url,
    expected: "an http:// or https:// address",
  });
}
