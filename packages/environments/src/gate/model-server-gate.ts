import { httpText } from "../http-text.ts";
import type { RouterMetrics } from "../router-metrics.ts";
import { until } from "../until.ts";
import type { Gate } from "./gate.ts";
import { SEEN_DEADLINE_MS, untilSeenByRouter } from "./seen-by-router.ts";

/** Far above every router's threshold (5 waiting requests), and easy to recognise in a router's log. */
export const HELD_WAITING_REQUESTS = 999;

interface GateState {
  readonly scrapes: number;
}

/**
 * The gate of our own model servers: their waiting gauge is overridden, so that the router believes them full.
 *
 * Closed once each model server has been scraped twice since (the second scrape begins after the first was read), and the
 * router's own gauges, as far as it has them, show it.
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
    return missing === 0 ? true : `${missing} of ${adminUrls.length} model servers without them`;
  };
  const seen = { modelServers: adminUrls.length, waitingRequests: HELD_WAITING_REQUESTS };
  return {
    driver: "model-server",
    async close() {
      const before = await put(HELD_WAITING_REQUESTS);
      await until(
        {
          what: "two scrapes of every model server by the router, after the gate was closed",
          code: "GATE_NOT_CLOSED",
          deadlineMs: SEEN_DEADLINE_MS,
          remedy:
            "check that the router's pool holds exactly the model servers given, and that it reads their /metrics",
        },
        () => scrapedSince(before),
      );
      // Two scrapes are proof enough for a router without gauges: what it has read, it knows.
      if (metrics !== null) await untilSeenByRouter(metrics, { ...seen, gauges: "if-any" });
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
