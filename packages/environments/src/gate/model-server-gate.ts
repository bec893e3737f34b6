import type { Address } from "@wa-routing/client";
import { WaRoutingError } from "@wa-routing/protocol";
import { httpText } from "../http-text.ts";
import type { RouterMetrics } from "../router-metrics.ts";
import { until } from "../until.ts";
import { type ControlRequest, sendAll } from "./control-request.ts";
import type { Gate } from "./gate.ts";
import { LEASE_MS, leasedGate } from "./leased-gate.ts";
import { SEEN_DEADLINE_MS, untilSeenByRouter } from "./seen-by-router.ts";

/** Far above every router's threshold (5 waiting requests), and easy to recognise in a router's log. */
export const HELD_WAITING_REQUESTS = 999;

interface GateState {
  readonly scrapes: number;
  readonly lapses: number;
}

/**
 * The gate of our own model servers: their waiting gauge is overridden, so that the router believes them full. They keep the lease
 * themselves.
 *
 * Closed once each model server has been scraped twice since (the second scrape begins after the first was read), and the
 * router's own gauges, as far as it has them, show it.
 */
export function modelServerGate(admins: readonly Address[], metrics: RouterMetrics | null): Gate {
  const putting = (json: unknown) => admins.map((to): ControlRequest => ({ method: "PUT", to, path: "/gate", json }));
  const put = async (requests: readonly ControlRequest[]) =>
    (await sendAll(requests)).map((text) => JSON.parse(text) as GateState);
  const closings = putting({ waitingRequests: HELD_WAITING_REQUESTS, leaseSeconds: LEASE_MS / 1000 });
  const openings = putting({ waitingRequests: null });
  let before: readonly GateState[] = [];
  const scrapedSince = async () => {
    const now = await Promise.all(
      admins.map(async (admin) => JSON.parse(await httpText(admin, { path: "/gate" })) as GateState),
    );
    const missing = now.filter((state, index) => state.scrapes < (before[index]?.scrapes ?? 0) + 2).length;
    return missing === 0 ? true : `${missing} of ${admins.length} model servers without them`;
  };
  return leasedGate({
    driver: "model-server",
    openings,
    async shut() {
      before = await put(closings);
    },
    async untilSeen() {
      await until(
        {
          what: "two scrapes of every model server by the router, after the gate was closed",
          code: "GATE_NOT_CLOSED",
          deadlineMs: SEEN_DEADLINE_MS,
          remedy:
            "check that the router's pool holds exactly the model servers given, and that it reads their /metrics",
        },
        scrapedSince,
      );
      // Two scrapes are proof enough for a router without gauges: what it has read, it knows.
      if (metrics === null) return;
      await untilSeenByRouter(metrics, {
        modelServers: admins.length,
        waitingRequests: HELD_WAITING_REQUESTS,
        gauges: "if-any",
      });
    },
    async renew() {
      await sendAll(closings);
    },
    async open() {
      const after = await put(openings);
      const lapsed = after.some(({ lapses }, index) => lapses > (before[index]?.lapses ?? 0));
      before = after;
      return lapsed ? lapsedGate() : null;
    },
  });
}

function lapsedGate(): WaRoutingError {
  return new WaRoutingError(
    `the gate opened by itself: it was not renewed for ${LEASE_MS / 1000} s while the queue was held`,
    {
      code: "GATE_LAPSED",
      expected: "a process that is not stopped, and model servers that can be reached, while the queue is held",
      remedy: "run it again",
    },
  );
}
