import { startEmbedded } from "wa-routing";
import { binomialInterval } from "../packages/analysis/src/statistics/binomial-interval.ts";
import type { Benchmark } from "./benchmark.ts";
import { median } from "./raw-server.ts";
import { repeatedRuns } from "./repeated-runs.ts";

const RUNS = Number(process.env.WA_ROUTING_HEALTHY_RUNS ?? 200);
const SIDE_BY_SIDE = Number(process.env.WA_ROUTING_SIDE_BY_SIDE ?? 2);

/** Runs basic-priority on the embedded gateway again and again: a right router must pass each time. */
export const benchmark: Benchmark = {
  name: "healthy-runs",
  async run(print) {
    const startGateway = () => startEmbedded();
    const runs = await repeatedRuns({ name: "healthy", runs: RUNS, sideBySide: SIDE_BY_SIDE, startGateway }, print);
    const passed = runs.filter(({ verdict }) => verdict === "pass").length;
    const { low } = binomialInterval(passed, RUNS);
    print(
      `${passed} of ${RUNS} runs pass (goal all; 95 %: at least ${(low * 100).toFixed(1)} %), ${median(runs.map(({ seconds }) => seconds)).toFixed(1)} s a run (median), ${SIDE_BY_SIDE} side by side`,
    );
  },
};
