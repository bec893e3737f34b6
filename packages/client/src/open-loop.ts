import { monitorEventLoopDelay } from "node:perf_hooks";
import type { RequestRecord } from "@wa-routing/protocol";

// A timer fires up to a millisecond late; the rest is waited out in turns of the event loop, which stays responsive.
const SPIN_MS = 2;

/** Something that is due at a time. */
export interface Due {
  /** ms since the start of the sending. */
  readonly arrivalMs: number;
}

/** How late requests were sent, in ms. */
export interface LatenessSummary {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** What an open-loop sending came to. */
export interface OpenLoopSending {
  /** In order of sending; each is settled when its request has ended. */
  readonly records: readonly Promise<RequestRecord>[];
  readonly lateness: LatenessSummary;
  /** Of the sending process while it sent; null when it sent for less than 20 ms. */
  readonly eventLoopDelayP99Ms: number | null;
}

/** How requests are sent. */
export interface OpenLoopOptions<Request extends Due> {
  /** Sends one request; called at its time, in order. */
  readonly send: (request: Request, arrivalMs: number) => Promise<RequestRecord>;
  /** The clock of `arrivalMs` as it is handed to `send`; default: performance.now(). */
  readonly originMs?: number;
  readonly signal?: AbortSignal;
}

/**
 * Sends requests at their times, whether or not earlier ones have been answered. Resolves when the last has been sent.
 *
 * All times are counted from one start, so that lateness of one request never delays the next; requests that are due together
 * leave in the given order. Requests must be sorted by `arrivalMs`.
 *
 * @see Schroeder, Wierman, Harchol-Balter: Open versus closed, NSDI 2006, for why
 */
export async function sendOpenLoop<Request extends Due>(
  requests: readonly Request[],
  { send, originMs = 0, signal }: OpenLoopOptions<Request>,
): Promise<OpenLoopSending> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const startMs = performance.now();
  const latenessMs: number[] = [];
  const records: Promise<RequestRecord>[] = [];
  for (const request of requests) {
    const dueMs = startMs + request.arrivalMs;
    if (performance.now() < dueMs) await reach(dueMs, signal);
    if (signal?.aborted) break;
    latenessMs.push(performance.now() - dueMs);
    records.push(send(request, dueMs - originMs));
  }
  delay.disable();
  const durationMs = performance.now() - startMs;
  return {
    records,
    lateness: summarise(latenessMs),
    eventLoopDelayP99Ms: durationMs < 20 ? null : delay.percentile(99) / 1e6,
  };
}

function reach(dueMs: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      const restMs = dueMs - performance.now();
      if (restMs <= 0 || signal?.aborted) resolve();
      else if (restMs > SPIN_MS) setTimeout(look, Math.min(restMs - SPIN_MS, 100));
      else setImmediate(look);
    };
    look();
  });
}

function summarise(values: readonly number[]): LatenessSummary {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return { p50Ms: at(0.5), p99Ms: at(0.99), maxMs: sorted.at(-1) ?? 0 };
}
