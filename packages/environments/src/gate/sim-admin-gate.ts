import type { Address } from "@wa-routing/client";
import type { RouterMetrics } from "../router-metrics.ts";
import { type ControlRequest, sendAll } from "./control-request.ts";
import type { Gate } from "./gate.ts";
import { guardGate } from "./guard-gate.ts";
import { leasedGate } from "./leased-gate.ts";
import { HELD_WAITING_REQUESTS } from "./model-server-gate.ts";
import { metricsNeeded, untilSeenByRouter } from "./seen-by-router.ts";

/**
 * The gate of llm-d-inference-sim 0.9.2 and newer, started with `--fake-metrics`: its waiting gauge is set by `POST /admin/config`.
 * It knows no lease: a guard opens it when this process no longer can.
 *
 * Whether the router has seen it can only be read from the router's own gauges.
 *
 * @see docs/api.md of llm-d-inference-sim
 */
export function simAdminGate(admins: readonly Address[], metrics: RouterMetrics | null): Gate {
  const setting = (waiting: number) =>
    admins.map(
      (to): ControlRequest => ({
        method: "POST",
        to,
        path: "/admin/config",
        json: { "fake-metrics": { "waiting-requests": waiting } },
      }),
    );
  const openings = setting(0);
  const needed = metricsNeeded(metrics, "sim-admin");
  const guard = guardGate(openings);
  return leasedGate({
    driver: "sim-admin",
    openings,
    async shut() {
      await guard.closed();
      await sendAll(setting(HELD_WAITING_REQUESTS));
    },
    untilSeen: () =>
      untilSeenByRouter(needed, {
        modelServers: admins.length,
        waitingRequests: HELD_WAITING_REQUESTS,
        gauges: "needed",
      }),
    renew: guard.closed,
    async open() {
      await sendAll(openings);
      guard.opened();
      return null;
    },
    end: guard.end,
  });
}
