import { WaRoutingError } from "@wa-routing/protocol";
import { httpText } from "../http-text.ts";
import type { RouterMetrics } from "../router-metrics.ts";
import type { Gate } from "./gate.ts";
import { HELD_WAITING_REQUESTS } from "./model-server-gate.ts";
import { untilSeenByRouter } from "./seen-by-router.ts";

/**
 * The gate of llm-d-inference-sim 0.9.2 and newer, started with `--fake-metrics`: its waiting gauge is set by `POST /admin/config`.
 *
 * Whether the router has seen it can only be read from the router's own gauges.
 *
 * @see docs/api.md of llm-d-inference-sim
 */
export function simAdminGate(adminUrls: readonly string[], metrics: RouterMetrics | null): Gate {
  const set = (waiting: number) =>
    Promise.all(
      adminUrls.map((url) =>
        httpText(`${url}/admin/config`, { method: "POST", json: { "fake-metrics": { "waiting-requests": waiting } } }),
      ),
    );
  return {
    driver: "sim-admin",
    async close() {
      if (metrics === null) {
        throw new WaRoutingError("the sim-admin gate needs the router's metrics to see that the router is held", {
          code: "GATE_NEEDS_METRICS",
          field: "--router-metrics-url",
          expected: "the router's metrics page",
          remedy: "give --router-metrics-url, or use --gate model-server",
        });
      }
      await set(HELD_WAITING_REQUESTS);
      await untilSeenByRouter(metrics, {
        modelServers: adminUrls.length,
        waitingRequests: HELD_WAITING_REQUESTS,
        gauges: "needed",
      });
    },
    async open() {
      await set(0);
    },
    async [Symbol.asyncDispose]() {
      // Best effort: the simulator may be gone already, and then nothing is held.
      await set(0).catch(() => undefined);
    },
  };
}
