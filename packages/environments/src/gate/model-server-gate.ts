import { httpText } from "../http-text.ts";
import type { RouterMetrics } from "../router-metrics.ts";
import { until } from "../until.ts";
import type { Gate } from "./gate.ts";

/** Far above every router's threshold (5 waiting requests), and easy to recognise in a router's log. */
export const HELD_WAITING_REQUESTS = 999;

const SEEN_DEADLINE_MS = 10_000;

interface GateState {
  readonly scrapes: number;
}

/**
 * The gate of our own model servers: their waiting gauge is overridden, so that the router believes them full.
 *
 * Closed once each model server has been scraped twice since: the second scrape begins after the first was read.
 */
export function modelServerGate(adminUrls: readonly string[], metrics: RouterMetrics | null): Gate {
  const put = (waitingRequests: number | null) =>
    Promise.all(
      adminUrls.map(
        async (url) =>
          JSON.parse(await httpText(`${url}/gate`, { method: "PUT", json: { waitingRequests } })) as GateState,
      ),
    );
  const scrapedSince = async (before: readonly GateState[]) => {
    const now = await Promise.all(adminUrls.map(async (url) => JSON.parse(await httpText(`${url}/gate`)) as GateState));
    const missing = now.filter((state, index) => state.scrapes < (before[index]?.scrapes ?? 0) + 2).length;
    return missing === 0 ? true : `${missing} of ${adminUrls.length} model servers have not been scraped twice since`;
  };
  return {
    driver: "model-server",
    async close() {
      const before = await put(HELD_WAITING_REQUESTS);
      await until(
        {
          what: "the router had scraped every model server after the gate was closed",
          code: "GATE_NOT_CLOSED",
          deadlineMs: SEEN_DEADLINE_MS,
          remedy:
            "check that the router's pool holds exactly the model servers given, and that it reads their /metrics",
        },
        () => scrapedSince(before),
      );
      if (metrics !== null) await untilSeenByRouter(metrics, adminUrls.length, HELD_WAITING_REQUESTS);
    },
    async open() {
      await put(null);
    },
    async [Symbol.asyncDispose]() {
      // Best effort: the model server may be gone already, and then nothing is held.
      await put(null).catch(() => undefined);
    },
  };
}

/** Waits until the router's own gauges show that every model server is full, where it exports such gauges. */
export async function untilSeenByRouter(
  metrics: RouterMetrics,
  modelServers: number,
  waitingRequests: number,
): Promise<void> {
  await until(
    {
      what: `the router's gauges show ${waitingRequests} waiting requests on each of ${modelServers} model servers`,
      code: "GATE_NOT_CLOSED",
      deadlineMs: SEEN_DEADLINE_MS,
      remedy: "check that --router-metrics-url is the router that serves this gateway",
    },
    async () => {
      const { modelServerQueueSizes } = await metrics.sample();
      const sizes = Object.values(modelServerQueueSizes);
      if (sizes.length === 0) return true;
      const full = sizes.filter((size) => size >= waitingRequests).length;
      return full >= Math.min(modelServers, sizes.length) ? true : `it shows ${JSON.stringify(modelServerQueueSizes)}`;
    },
  );
}
