import type { Address } from "@wa-routing/client";
import { WaRoutingError } from "@wa-routing/protocol";
import { httpText } from "../http-text.ts";
import type { RouterMetrics } from "../router-metrics.ts";
import { until } from "../until.ts";
import { EngineLoad } from "./engine-load.ts";
import { engineRequestsOf } from "./engine-requests.ts";
import type { Gate } from "./gate.ts";
import { leasedGate } from "./leased-gate.ts";
import { untilSeenByRouter, WAITING_AIMED_AT, WAITING_NEEDED } from "./seen-by-router.ts";

/** Twice the slots of a large engine. */
const MOST_BLOCKERS_EACH = 2048;
/** Four more than are needed: for those that are just being renewed. */
const WAITING_WANTED = WAITING_AIMED_AT + 4;
/** With a look every 50 ms: at most 1,280 a second. */
const MOST_AT_ONCE = 64;
const LOOK_EVERY_MS = 50;
const FILL_DEADLINE_MS = 30_000;
const CLEAR_DEADLINE_MS = 120_000;
/** Few of them are short, so that an engine which keeps them is soon free; many are long, so that they are seldom renewed. */
const TOKENS = { least: 256, each: 4, most: 1024 } as const;

/** How the blockers are made. */
export interface BlockerOptions {
  readonly modelServers: readonly Address[];
  readonly model: string;
}

/**
 * The gate for engines without one: long generations, sent to each engine directly. They grow in number, by the engine's own gauges of
 * running and waiting requests, until enough of them wait, however many it runs at a time; each that ends is followed by another.
 *
 * Aborting them frees an engine that notices (vLLM); one that works on (llm-d-inference-sim 0.6) is waited for in {@link Gate.cleared}.
 * No guard is needed: the end of this process ends their connections.
 */
export function blockersGate({ modelServers, model }: BlockerOptions, metrics: RouterMetrics | null): Gate {
  const loads = modelServers.map((engine) => new EngineLoad(engine, model));
  return leasedGate({
    driver: "blockers",
    openings: [],
    shut: async () => void (await Promise.all(loads.map(fill))),
    async untilSeen() {
      if (metrics === null) return;
      await untilSeenByRouter(metrics, {
        modelServers: modelServers.length,
        waitingRequests: WAITING_NEEDED,
        gauges: "needed",
      });
    },
    renew: () => Promise.resolve(),
    open() {
      for (const load of loads) load.release();
      return Promise.resolve(null);
    },
    cleared: async (onWaiting) => void (await Promise.all(loads.map((load) => untilCleared(load, onWaiting)))),
    end: async () => void (await Promise.all(loads.map((load) => load.end()))),
  });
}

async function fill(load: EngineLoad): Promise<void> {
  await until(
    {
      what: `${WAITING_WANTED} waiting requests at ${load.url}`,
      code: "GATE_NOT_CLOSED",
      deadlineMs: FILL_DEADLINE_MS,
      everyMs: LOOK_EVERY_MS,
      remedy: OTHER_GATES,
    },
    async () => {
      const requests = engineRequestsOf(await httpText(load.engine, { path: "/metrics" }));
      if (load.refusal !== null) throw notHeld(load.refusal, "an engine that takes long generations");
      if (requests === null) return NO_COUNT;
      const { running, waiting } = requests;
      if (waiting >= WAITING_WANTED) return true;
      const more = blockersToSend({ running, waiting, underWay: load.underWay });
      if (more === null) {
        throw notHeld(
          `${load.url} runs ${running} requests at a time and lets ${waiting} wait, with ${load.underWay} blockers`,
          `${WAITING_WANTED} waiting requests after at most ${MOST_BLOCKERS_EACH} blockers`,
        );
      }
      load.send(more, tokensFor(load.underWay + more), true);
      return `${running} running and ${waiting} waiting of ${load.underWay} blockers`;
    },
  );
}

const NO_COUNT = "gauges that are no counts (NaN, Inf)";
const OTHER_GATES =
  "give the engine fewer slots (vLLM: --max-num-seqs), or hold it by --gate vllm-pause, sim-admin or model-server";

/**
 * How many more blockers an engine needs, by its own gauges: first those that it has not shown yet; then what is missing where some
 * wait; else as many again. Null: it has the most there may be, and they do not wait.
 */
export function blockersToSend({
  running,
  waiting,
  underWay,
}: {
  readonly running: number;
  readonly waiting: number;
  readonly underWay: number;
}): number | null {
  if (running + waiting < underWay) return 0;
  if (underWay >= MOST_BLOCKERS_EACH) return null;
  const wanted = waiting > 0 ? WAITING_WANTED - waiting : Math.max(WAITING_WANTED, underWay);
  return Math.min(wanted, MOST_AT_ONCE, MOST_BLOCKERS_EACH - underWay);
}

function tokensFor(blockers: number): number {
  return Math.min(TOKENS.most, Math.max(TOKENS.least, TOKENS.each * blockers));
}

/** Until none waits any more: what runs then are the router's requests, or blockers for which there was room beside them. */
async function untilCleared({ engine, url }: EngineLoad, onWaiting: (what: string) => void): Promise<void> {
  await until(
    {
      what: `no waiting requests at ${url}, which was held by blockers that have been aborted`,
      code: "GATE_NOT_CLEARED",
      deadlineMs: CLEAR_DEADLINE_MS,
      everyMs: LOOK_EVERY_MS,
      remedy: OTHER_GATES,
    },
    async () => {
      const requests = engineRequestsOf(await httpText(engine, { path: "/metrics" }));
      if (requests === null) return NO_COUNT;
      const { waiting } = requests;
      if (waiting === 0) return true;
      onWaiting(`${url} works on blockers that were aborted: ${waiting} wait`);
      return `${waiting}`;
    },
  );
}

function notHeld(message: string, expected: string): WaRoutingError {
  return new WaRoutingError(message, { code: "GATE_NOT_CLOSED", expected, remedy: OTHER_GATES });
}
