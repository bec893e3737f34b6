import type { Address } from "@wa-routing/client";
import type { RouterMetrics } from "../router-metrics.ts";
import { type ControlRequest, sendAll } from "./control-request.ts";
import { EngineLoad } from "./engine-load.ts";
import type { Gate } from "./gate.ts";
import { guardGate } from "./guard-gate.ts";
import { leasedGate } from "./leased-gate.ts";
import { metricsNeeded, untilSeenByRouter, WAITING_AIMED_AT, WAITING_NEEDED } from "./seen-by-router.ts";

/**
 * Experimental: the gate of a vLLM in development mode (`VLLM_SERVER_DEV_MODE=1`). Its scheduler is stopped, requests are kept, and a few
 * of one token each, sent to it directly, wait there: no load. A guard resumes it when this process no longer can.
 *
 * Whether vLLM's waiting gauge counts them meanwhile is not known to us: it is closed only when the router's own gauges show it.
 *
 * @see vLLM, docs/training/async_rl.md: `POST /pause?mode=keep`, `POST /resume`
 */
export function vllmPauseGate(
  { modelServers, model }: { readonly modelServers: readonly Address[]; readonly model: string },
  metrics: RouterMetrics | null,
): Gate {
  const posting = (path: string) => modelServers.map((to): ControlRequest => ({ method: "POST", to, path }));
  const openings = posting("/resume");
  const needed = metricsNeeded(metrics, "vllm-pause");
  const guard = guardGate(openings);
  const loads = modelServers.map((engine) => new EngineLoad(engine, model));
  return leasedGate({
    driver: "vllm-pause",
    openings,
    async shut() {
      await guard.closed();
      // What the cache holds stays: nothing is to be computed again.
      await sendAll(posting("/pause?mode=keep&clear_cache=false"));
      for (const load of loads) load.send(WAITING_AIMED_AT, 1);
    },
    untilSeen: () =>
      untilSeenByRouter(needed, {
        modelServers: modelServers.length,
        waitingRequests: WAITING_NEEDED,
        gauges: "needed",
      }),
    renew: guard.closed,
    async open() {
      for (const load of loads) load.release();
      await sendAll(openings);
      guard.opened();
      return null;
    },
    async end() {
      await Promise.all([guard.end(), ...loads.map((load) => load.end())]);
    },
  });
}
