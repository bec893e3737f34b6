import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { binomialInterval } from "../packages/analysis/src/statistics/binomial-interval.ts";
import { GENERATED_ORDERS, type GeneratedOrder } from "../tests/orders/generated-queue.ts";
import type { Benchmark } from "./benchmark.ts";
import type { VerdictTally } from "./verdicts-worker.ts";

const SEEDS = Number(process.env.WA_ROUTING_VERDICT_SEEDS ?? 10_000);

// The rates that matter are those of orders that a workload-aware router never gives, and of those that it does.
const SHARE_OF_SEEDS: Readonly<Record<GeneratedOrder, number>> = {
  fcfs: 1,
  shuffled: 1,
  "workload-aware": 0.2,
  strict: 0.05,
  reversed: 0.05,
  "partly-right": 0.05,
  "without-criticality": 0.05,
  "without-rate": 0.05,
  "without-wait": 0.05,
};

/** How often made-up orders pass, by the catalogue's designs in turn: false passes of wrong orders, power on the right one. */
export const benchmark: Benchmark = {
  name: "verdicts",
  async run(print) {
    print(`${SEEDS} seeds over the catalogue's designs; WA_ROUTING_VERDICT_SEEDS changes it`);
    for (const order of GENERATED_ORDERS) {
      const seeds = Math.max(10, Math.round(SEEDS * SHARE_OF_SEEDS[order]));
      const tallies = await inProcesses(order, seeds);
      const checks = [...new Set(tallies.flatMap((tally) => Object.keys(tally)))].sort();
      print(`${order}: ${seeds} runs`);
      for (const check of checks) {
        const count = (verdict: keyof VerdictTally[string]) =>
          tallies.reduce((sum, tally) => sum + (tally[check]?.[verdict] ?? 0), 0);
        const [pass, fail, inconclusive] = [count("pass"), count("fail"), count("inconclusive")];
        const judged = pass + fail + inconclusive;
        const { low, high } = binomialInterval(pass, judged);
        const share = (value: number) => `${(value * 100).toFixed(2)} %`;
        const goal =
          order === "fcfs" || order === "shuffled"
            ? "  (goal at most 0.1 %)"
            : order === "workload-aware"
              ? "  (goal at least 99 %)"
              : "";
        print(
          `  ${check.padEnd(42)} pass ${pass} of ${judged} = ${share(pass / judged)}, 95 %: ${share(low)} to ${share(high)}${goal}; fail ${fail}, inconclusive ${inconclusive}`,
        );
      }
    }
  },
};

async function inProcesses(order: GeneratedOrder, seeds: number): Promise<VerdictTally[]> {
  const processes = availableParallelism();
  const worker = fileURLToPath(new URL("./verdicts-worker.ts", import.meta.url));
  return await Promise.all(
    Array.from({ length: processes }, async (_, index) => {
      const { stdout } = await execa(process.execPath, [
        ...["--import", "tsx", "--conditions=@wa-routing/source", worker],
        ...[order, String(index + 1), String(seeds), String(processes)],
      ]);
      return JSON.parse(stdout) as VerdictTally;
    }),
  );
}
