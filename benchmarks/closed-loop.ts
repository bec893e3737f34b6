import { createWorkloadClient } from "@wa-routing/client";
import autocannon from "autocannon";
import { Pool } from "undici";
import type { Benchmark } from "./benchmark.ts";
import { median, startRawServer } from "./raw-server.ts";

const CONNECTIONS = 50;
const REQUESTS = 12_000;
const ROUNDS = 7;

/** Requests per second of 50 connections in a closed loop: ours with full records, raw undici dispatch, autocannon; interleaved. */
export const benchmark: Benchmark = {
  name: "closed-loop",
  async run(print) {
    const server = await startRawServer();
    const client = createWorkloadClient({
      baseUrl: server.url,
      model: "m",
      workload: { id: "w", criticality: 3 },
      connections: CONNECTIONS,
    });
    const pool = new Pool(server.url, { connections: CONNECTIONS, pipelining: 1 });
    const body = JSON.stringify({ model: "m", prompt: "x", max_tokens: 1 });
    const headers = {
      "content-type": "application/json",
      "x-workload-context": '{"workload_id":"w","criticality":3}',
      "x-wa-routing-id": "1",
      "x-request-id": "1",
      "x-gateway-inference-objective": "1",
    };
    const raw = () =>
      new Promise<void>((resolve, reject) => {
        const chunks: Buffer[] = [];
        pool.dispatch(
          { method: "POST", path: "/v1/completions", headers, body },
          {
            onRequestStart() {},
            onResponseStart() {},
            onResponseData: (_controller, chunk) => void chunks.push(chunk),
            onResponseEnd: () => resolve(),
            onResponseError: (_controller, error) => reject(error),
          },
        );
      });
    const ours = async () => {
      const { outcome } = await client.complete({ prompt: "x", maxTokens: 1 });
      if (outcome !== "completed") throw new Error(`a request was ${outcome}`);
    };
    const cannon = async () => {
      const { requests, non2xx, errors } = await autocannon({
        url: `${server.url}/v1/completions`,
        method: "POST",
        headers,
        body,
        connections: CONNECTIONS,
        amount: REQUESTS,
      });
      if (non2xx + errors > 0) throw new Error("autocannon saw failures");
      return requests.total;
    };
    const rates = { ours: [] as number[], undici: [] as number[], autocannon: [] as number[] };
    for (let round = 0; round < ROUNDS; round++) {
      rates.ours.push(await rateOf(() => closedLoop(ours)));
      rates.undici.push(await rateOf(() => closedLoop(raw)));
      rates.autocannon.push(await rateOf(cannon));
    }
    const [own, undici, auto] = [rates.ours, rates.undici, rates.autocannon].map(median) as [number, number, number];
    print(
      `ours ${own.toFixed(0)}/s, undici dispatch ${undici.toFixed(0)}/s, autocannon ${auto.toFixed(0)}/s (medians of ${ROUNDS})`,
    );
    print(`ours / undici dispatch  ${(own / undici).toFixed(2)}  (goal 0.9)`);
    print(`ours / autocannon       ${(own / auto).toFixed(2)}  (goal 1.0)`);
    await client.close();
    await pool.destroy();
    await server.stop();
  },
};

async function closedLoop(send: () => Promise<void>): Promise<number> {
  let left = REQUESTS;
  const work = async () => {
    while (left > 0) {
      left -= 1;
      await send();
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, work));
  return REQUESTS;
}

async function rateOf(run: () => Promise<number>): Promise<number> {
  const startMs = performance.now();
  const count = await run();
  return (count * 1000) / (performance.now() - startMs);
}
