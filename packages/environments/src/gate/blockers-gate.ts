import { Agent, request } from "undici";
import { httpText } from "../http-text.ts";
import type { RouterMetrics } from "../router-metrics.ts";
import { until } from "../until.ts";
import type { Gate } from "./gate.ts";
import { untilSeenByRouter } from "./seen-by-router.ts";
import { waitingRequestsOf } from "./waiting-requests.ts";

/** A router blocks at 6 waiting requests; two more keep it blocked while the first blockers end. */
const WAITING_NEEDED = 6;
const WAITING_AIMED_AT = 8;
const MOST_BLOCKERS_EACH = 64;

/** How the blockers are made. */
export interface BlockerOptions {
  readonly modelServerUrls: readonly string[];
  readonly model: string;
  /** Tokens that each blocker generates: how long a hold can last. */
  readonly maxTokens?: number;
}

/**
 * The gate for model servers without one: long generations, sent to each model server directly, so that none of them sits in the
 * router's queue. Closed once every model server's own gauge shows enough waiting requests.
 *
 * Aborting frees a model server only if it notices; some (llm-d-inference-sim 0.6) work on, so a hold ends with the generations.
 */
export function blockersGate(
  { modelServerUrls, model, maxTokens = 1000 }: BlockerOptions,
  metrics: RouterMetrics | null,
): Gate {
  const agent = new Agent({ connections: null, pipelining: 1, headersTimeout: 0, bodyTimeout: 0 });
  let blockers = new AbortController();
  let started = 0;

  const block = (url: string) => {
    const body = JSON.stringify({ model, prompt: `blocker ${started++}`, max_tokens: maxTokens, ignore_eos: true });
    request(`${url}/v1/completions`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
      dispatcher: agent,
      signal: blockers.signal,
    })
      .then((response) => response.body.dump())
      .catch(() => undefined); // Aborted by open(), or refused: the gauge tells whether enough are left.
  };

  const fill = async (url: string) => {
    let sent = 0;
    await until(
      {
        what: `${WAITING_AIMED_AT} waiting requests at ${url}`,
        code: "GATE_NOT_CLOSED",
        deadlineMs: 20_000,
        everyMs: 50,
        remedy:
          "blockers need a model server with few slots and a waiting queue; prefer --gate model-server or sim-admin",
      },
      async () => {
        const waiting = waitingRequestsOf(await httpText(`${url}/metrics`));
        if (waiting >= WAITING_AIMED_AT) return true;
        for (; sent < MOST_BLOCKERS_EACH && waiting < WAITING_AIMED_AT; sent++) {
          block(url);
          if (sent % WAITING_AIMED_AT === WAITING_AIMED_AT - 1) {
            sent++;
            break;
          }
        }
        return `${waiting} after ${sent} blockers`;
      },
    );
  };

  return {
    driver: "blockers",
    async close() {
      await Promise.all(modelServerUrls.map(fill));
      if (metrics === null) return;
      await untilSeenByRouter(metrics, {
        modelServers: modelServerUrls.length,
        waitingRequests: WAITING_NEEDED,
        gauges: "needed",
      });
    },
    async open() {
      blockers.abort();
      blockers = new AbortController();
    },
    async [Symbol.asyncDispose]() {
      blockers.abort();
      await agent.destroy();
    },
  };
}
