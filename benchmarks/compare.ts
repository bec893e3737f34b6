import { fileURLToPath } from "node:url";
import { binomialInterval } from "../packages/analysis/src/statistics/binomial-interval.ts";
import type { Benchmark } from "./benchmark.ts";
import type { ComparisonTally } from "./compare-worker.ts";
import { inProcesses } from "./in-processes.ts";

const PAIRS = Number(process.env.WA_ROUTING_COMPARE_PAIRS ?? 1000);
const TRIALS = [3, 8];
const GOAL = 0.01;

/** Made-up runs of a healthy router, two by two: nothing may be called changed. And beside one that swaps two criticalities: always. */
export const benchmark: Benchmark = {
  name: "compare",
  async run(print) {
    print(`${PAIRS} pairs, over the scenarios that claim an order; WA_ROUTING_COMPARE_PAIRS changes it`);
    const worker = fileURLToPath(new URL("./compare-worker.ts", import.meta.url));
    for (const trials of TRIALS) {
      const pairs = Math.ceil(PAIRS / TRIALS.length);
      const tallies = await inProcesses<ComparisonTally>(worker, [String(trials), String(pairs)]);
      const sum = (of: (tally: ComparisonTally) => number) => tallies.reduce((total, tally) => total + of(tally), 0);
      const changed = sum((tally) => tally.changed);
      const { high } = binomialInterval(changed, pairs);
      const healthy = `healthy: ${changed} of ${pairs} changed, 95 %: at most ${(high * 100).toFixed(2)} %`;
      print(`${trials} trials of each arm: ${healthy} (goal below ${GOAL * 100} %)`);
      const figures = sum((tally) => tally.figures);
      print(`  ${figures} figures, ${sum((tally) => tally.told)} of them not changed, of the others nobody can tell`);
      const swapped = sum((tally) => tally.swapped);
      print(
        `  criticalities 1 and 5 swapped: ${sum((tally) => tally.swappedFound)} of ${swapped} a regression (goal all)`,
      );
    }
  },
};
