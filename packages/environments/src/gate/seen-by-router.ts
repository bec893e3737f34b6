import { type GateDriver, WaRoutingError } from "@wa-routing/protocol";
import type { RouterGauges, RouterMetrics } from "../router-metrics.ts";
import { until } from "../until.ts";

export const SEEN_DEADLINE_MS = 10_000;

/** Routers block at 6 waiting requests; two more keep one blocked while others end. */
export const WAITING_NEEDED = 6;
export const WAITING_AIMED_AT = 8;

/** @throws WaRoutingError `GATE_NEEDS_METRICS` for a gate that can only be seen in the router's metrics, which were not given. */
export function metricsNeeded(metrics: RouterMetrics | null, driver: GateDriver): RouterMetrics {
  if (metrics !== null) return metrics;
  throw new WaRoutingError(`the ${driver} gate needs the router's metrics to see that the router is held`, {
    code: "GATE_NEEDS_METRICS",
    field: "--router-metrics-url",
    expected: "the router's metrics page",
    remedy: "give --router-metrics-url, or use --gate model-server",
  });
}

/** What a router has to have seen. */
export interface SeenByRouter {
  readonly modelServers: number;
  /** On each of them. */
  readonly waitingRequests: number;
  /** Whether a router that exports none of the gauges may be taken at its word: only where something else is proof. */
  readonly gauges: "needed" | "if-any";
}

/**
 * Waits until the router's own gauges show that every model server is full.
 *
 * @throws WaRoutingError `GATE_NOT_CLOSED`
 */
export async function untilSeenByRouter(metrics: RouterMetrics, expected: SeenByRouter): Promise<void> {
  const { modelServers, waitingRequests } = expected;
  await until(
    {
      what: `${waitingRequests} waiting requests on each of ${modelServers} model servers, by the router's gauges`,
      code: "GATE_NOT_CLOSED",
      deadlineMs: SEEN_DEADLINE_MS,
      remedy: "check that --router-metrics-url is the router that serves this gateway",
    },
    async () => showsFull(await metrics.sample(), expected),
  );
}

/**
 * Whether the gauges show a router that holds its queue: one queue size for each model server, all of them full, those too that
 * were not named to us; and, where the router tells its pool's saturation, 1 or more.
 *
 * Routers dispatch while a single model server is free, and the saturation is a mean over them: it is never proof by itself.
 *
 * @returns `true`, or what they show instead.
 */
export function showsFull(
  { modelServerQueueSizes, poolSaturation }: RouterGauges,
  { modelServers, waitingRequests, gauges }: SeenByRouter,
): true | string {
  const sizes = Object.values(modelServerQueueSizes);
  if (poolSaturation !== null && poolSaturation < 1) return `a pool saturation of ${poolSaturation}`;
  if (sizes.length === 0) return gauges === "if-any" || "no gauge of the queue size of each model server";
  const areFull = sizes.every((size) => size !== null && size >= waitingRequests);
  return (areFull && sizes.length >= modelServers) || JSON.stringify(modelServerQueueSizes);
}
