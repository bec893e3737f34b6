import { createWorkloadClient } from "@wa-routing/client";
import type { RequestRecord } from "@wa-routing/protocol";
import type { Benchmark } from "./benchmark.ts";
import { startRawServer } from "./raw-server.ts";

const REQUESTS = 100_000;
const CONNECTIONS = 50;

/** Resident memory of 100,000 recorded requests, over the idle process. */
export const benchmark: Benchmark = {
  name: "memory",
  async run(print) {
    const server = await startRawServer();
    const client = createWorkloadClient({
      baseUrl: server.url,
      model: "m",
      workload: { id: "w", criticality: 3 },
      connections: CONNECTIONS,
    });
    await client.complete({ prompt: "warm" });
    const idle = process.memoryUsage().rss;
    const records: RequestRecord[] = [];
    const work = async () => {
      while (records.length < REQUESTS) records.push(await client.complete({ prompt: "x", maxTokens: 1 }));
    };
    let peak = idle;
    const watch = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage().rss);
    }, 20);
    await Promise.all(Array.from({ length: CONNECTIONS }, work));
    clearInterval(watch);
    const failed = records.filter(({ outcome }) => outcome !== "completed").length;
    if (failed > 0) throw new Error(`${failed} requests failed`);
    print(
      `${records.length} records: peak ${((peak - idle) / 2 ** 20).toFixed(0)} MiB over the idle process  (goal 200 at most)`,
    );
    await client.close();
    await server.stop();
  },
};
