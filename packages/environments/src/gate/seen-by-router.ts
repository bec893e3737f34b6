import type { RouterGauges, RouterMetrics } from "../router-metrics.ts";
import { until } from "../until.ts";

export const SEEN_DEADLINE_MS = 10_000;

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
