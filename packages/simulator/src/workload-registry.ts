import { DEFAULT_ROUTER_PARAMETERS, type RouterParameters } from "@wa-routing/protocol";
import type { Faults } from "./faults.ts";

/** Milliseconds on a monotonic clock, with fractions. */
export type Clock = () => number;

const CLEANUP_IDLE_MS = 300_000;

interface Entry {
  total: number;
  active: number;
  windowStartMs: number;
  windowRequests: number;
  lastRequestMs: number;
  emaSeconds: number;
  dispatched: number;
  recentMs: number[];
}

/** What the registry knows of one workload at one instant. */
export interface WorkloadState {
  readonly active: number;
  readonly total: number;
  /** Requests per second over the tumbling window. */
  readonly ratePerSecond: number;
  readonly emaSeconds: number;
  readonly dispatched: number;
}

/**
 * Counts requests, rate and average wait per workload id.
 *
 * The rate window tumbles: the first request after its end begins a new one. The first wait is the average; later ones move it
 * by their share. Unless told otherwise the window is 60 s long and the share a fifth.
 *
 * @see pkg/epp/datastore/workload_registry.go in the workload-aware fork
 */
export class WorkloadRegistry {
  readonly #now: Clock;
  readonly #faults: Faults;
  readonly #alpha: number;
  readonly #windowMs: number;
  readonly #entries = new Map<string, Entry>();
  #completions = 0;

  constructor(now: Clock, faults: Faults = new Set(), parameters: RouterParameters = DEFAULT_ROUTER_PARAMETERS) {
    this.#now = now;
    this.#faults = faults;
    this.#alpha = faults.has("ema-alpha-wrong") ? 0.5 : parameters.emaAlpha;
    this.#windowMs = parameters.rateWindowSeconds * 1000;
  }

  /** A request has come in, whether or not it will be served. */
  requestArrived(workloadId: string, requestId: string): void {
    this.#count(workloadId);
    if (this.#faults.has("rate-per-request")) this.#count(requestId);
  }

  /** A request has left the queue and was given a model server. */
  requestDispatched(workloadId: string, waitMs: number): void {
    if (!this.#faults.has("ema-at-completion")) this.#recordWait(workloadId, waitMs);
  }

  /** A request has ended, however it ended. */
  requestEnded(workloadId: string, sinceArrivalMs: number): void {
    this.#completions += 1;
    if (this.#faults.has("ema-at-completion")) this.#recordWait(workloadId, sinceArrivalMs);
    if (this.#faults.has("decrement-lost") && this.#completions % 4 === 0) return;
    const entry = this.#entries.get(workloadId);
    if (entry !== undefined) entry.active = Math.max(0, entry.active - 1);
  }

  /** Average wait in seconds; 0 for an unknown id. */
  emaSeconds(workloadId: string): number {
    return this.#entries.get(workloadId)?.emaSeconds ?? 0;
  }

  /** Requests per second; 0 for an unknown id, and once the window is over. */
  ratePerSecond(workloadId: string, requestId: string): number {
    const entry = this.#entries.get(this.#faults.has("rate-per-request") ? requestId : workloadId);
    if (entry === undefined) return 0;
    const now = this.#now();
    if (this.#faults.has("sliding-window")) {
      return (entry.recentMs.filter((ms) => now - ms <= this.#windowMs).length * 1000) / this.#windowMs;
    }
    const ageMs = now - entry.windowStartMs;
    return ageMs > this.#windowMs || ageMs <= 0 ? 0 : (entry.windowRequests * 1000) / ageMs;
  }

  state(workloadId: string, requestId: string): WorkloadState {
    const entry = this.#entries.get(workloadId);
    return {
      active: entry?.active ?? 0,
      total: entry?.total ?? 0,
      ratePerSecond: this.ratePerSecond(workloadId, requestId),
      emaSeconds: entry?.emaSeconds ?? 0,
      dispatched: entry?.dispatched ?? 0,
    };
  }

  /** Forgets workloads without a request for five minutes and with none under way. */
  cleanUp(): void {
    for (const [id, entry] of this.#entries) {
      if (entry.active === 0 && this.#now() - entry.lastRequestMs > CLEANUP_IDLE_MS) this.#entries.delete(id);
    }
  }

  /** Forgets everything, as a restart does. */
  clear(): void {
    this.#entries.clear();
  }

  #count(id: string): void {
    const now = this.#now();
    const entry = this.#entries.get(id) ?? newEntry(now);
    this.#entries.set(id, entry);
    entry.total += 1;
    entry.active += 1;
    entry.lastRequestMs = now;
    if (now - entry.windowStartMs > this.#windowMs) {
      entry.windowStartMs = now;
      entry.windowRequests = 0;
    }
    entry.windowRequests += 1;
    if (this.#faults.has("sliding-window")) entry.recentMs.push(now);
  }

  #recordWait(workloadId: string, waitMs: number): void {
    const entry = this.#entries.get(workloadId);
    if (entry === undefined) return;
    const alpha = this.#alpha;
    const waitSeconds = waitMs / 1000;
    entry.emaSeconds = entry.dispatched === 0 ? waitSeconds : alpha * waitSeconds + (1 - alpha) * entry.emaSeconds;
    entry.dispatched += 1;
  }
}

function newEntry(now: number): Entry {
  return {
    total: 0,
    active: 0,
    windowStartMs: now,
    windowRequests: 0,
    lastRequestMs: now,
    emaSeconds: 0,
    dispatched: 0,
    recentMs: [],
  };
}
