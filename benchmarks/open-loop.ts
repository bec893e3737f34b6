import { createWorkloadClient, latencyFromArrivalMs, latencyFromSendMs, sendOpenLoop } from "@wa-routing/client";
import type { Benchmark } from "./benchmark.ts";
import { startRawServer } from "./raw-server.ts";

/** How late an open loop sends, what it measures of a server that takes 100 ms, and whether a frozen server is seen. */
export const benchmark: Benchmark = {
  name: "open-loop",
  async run(print) {
    const quick = await startRawServer(0);
    for (const rate of [200, 1000]) {
      const { lateness, eventLoopDelayP99Ms } = await send(quick.url, rate, 5);
      const { p50Ms, p99Ms, maxMs } = lateness;
      print(
        `${rate}/s: lateness p50 ${p50Ms.toFixed(3)} ms, p99 ${p99Ms.toFixed(3)} ms, max ${maxMs.toFixed(2)} ms; event loop delay p99 ${eventLoopDelayP99Ms?.toFixed(2)} ms`,
      );
    }
    await quick.stop();
    const slow = await startRawServer(100);
    for (const rate of [20, 200, 1000]) {
      const { latencies } = await send(slow.url, rate, 3);
      print(`a server of 100 ms at ${rate}/s: p50 ${at(latencies.fromSend, 0.5).toFixed(2)} ms  (goal 100 ± 2)`);
    }
    await slow.stop();
    const frozen = await startRawServer(1);
    const sending = send(frozen.url, 100, 6);
    setTimeout(() => frozen.freeze(2000), 2000);
    const { latencies } = await sending;
    print(
      `a server frozen for 2 s: p99 from arrival ${at(latencies.fromArrival, 0.99).toFixed(0)} ms, p50 ${at(latencies.fromArrival, 0.5).toFixed(1)} ms`,
    );
    await frozen.stop();
  },
};

async function send(baseUrl: string, ratePerSecond: number, seconds: number) {
  const client = createWorkloadClient({ baseUrl, model: "m" });
  await Promise.all(Array.from({ length: 50 }, () => client.complete({ prompt: "warm" })));
  const requests = Array.from({ length: ratePerSecond * seconds }, (_, index) => ({
    arrivalMs: (index * 1000) / ratePerSecond,
  }));
  const { records, lateness, eventLoopDelayP99Ms } = await sendOpenLoop(requests, {
    send: (_request, arrivalMs) => client.complete({ prompt: "x", maxTokens: 1, arrivalMs }),
  });
  const done = await Promise.all(records);
  const failed = done.find(({ outcome }) => outcome !== "completed");
  if (failed !== undefined) throw new Error(`a request was ${failed.outcome}: ${failed.errorText}`);
  await client.close();
  const sorted = (of: (record: (typeof done)[number]) => number) => done.map(of).sort((a, b) => a - b);
  return {
    lateness,
    eventLoopDelayP99Ms,
    latencies: { fromSend: sorted(latencyFromSendMs), fromArrival: sorted(latencyFromArrivalMs) },
  };
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
