import { setTimeout as delay } from "node:timers/promises";
import { QUEUE_GAUGES, type RunningGateway, until } from "@wa-routing/environments";
import type { MetricSample, StepRecord } from "@wa-routing/protocol";
import type { RunClock } from "./run-clock.ts";

// Without a gauge nothing can be waited for: the arrivals show afterwards whether the queue was held.
const UNSEEN_QUEUE_MS = 500;

/** What waiting for the queue needs. */
export interface BarrierOptions {
  readonly clock: RunClock;
  readonly signal: AbortSignal;
  readonly onMetric: (sample: MetricSample) => void;
}

/**
 * Waits until the router's own gauge shows so many queued requests.
 *
 * @throws WaRoutingError `QUEUE_NOT_FULL`, or what `failIfBroken` throws.
 */
export async function awaitQueue(
  metrics: RunningGateway["metrics"],
  { queued, deadlineMs }: { readonly queued: number; readonly deadlineMs: number },
  { clock, signal, onMetric }: BarrierOptions,
  failIfBroken: () => void,
): Promise<Pick<StepRecord, "queuedExpected" | "queuedSeen">> {
  if (metrics === null) {
    await delay(UNSEEN_QUEUE_MS, undefined, { signal });
    return { queuedExpected: queued, queuedSeen: null };
  }
  let seen: number | null = null;
  await until(
    {
      what: `${queued} queued requests on the router's gauge`,
      code: "QUEUE_NOT_FULL",
      deadlineMs,
      everyMs: 10,
      remedy: "check that the gate holds the router's queue, and that flow control is on",
    },
    async () => {
      signal.throwIfAborted();
      failIfBroken();
      const gauges = await metrics.sample();
      seen = gauges.queueSize;
      onMetric({ atMs: clock.nowMs(), ...gauges });
      return seen !== null && seen >= queued
        ? true
        : `${seen ?? `no gauge of its queue (looked for ${QUEUE_GAUGES.join(" and ")})`}`;
    },
  );
  return { queuedExpected: queued, queuedSeen: seen };
}
