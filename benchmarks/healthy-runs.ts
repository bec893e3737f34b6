import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findScenario, runScenarios, startEmbedded } from "wa-routing";
import { binomialInterval } from "../packages/analysis/src/statistics/binomial-interval.ts";
import { median } from "./raw-server.ts";
import type { Benchmark } from "./run.ts";

const RUNS = Number(process.env.WA_ROUTING_HEALTHY_RUNS ?? 200);
const SIDE_BY_SIDE = Number(process.env.WA_ROUTING_SIDE_BY_SIDE ?? 2);

/** Runs basic-priority on the embedded gateway again and again: a right router must pass each time. */
export const benchmark: Benchmark = {
  name: "healthy-runs",
  async run(print) {
    const folder = mkdtempSync(join(tmpdir(), "wa-routing-healthy-"));
    const seconds: number[] = [];
    let next = 0;
    let passed = 0;
    const work = async () => {
      while (next < RUNS) {
        const seed = next++;
        const runDir = join(folder, String(seed));
        const startMs = performance.now();
        const { checklist } = await runScenarios({
          scenarios: [findScenario("basic-priority")],
          startGateway: () => startEmbedded(),
          seed,
          runDir,
        });
        seconds.push((performance.now() - startMs) / 1000);
        if (checklist.verdict === "pass") {
          passed += 1;
          rmSync(runDir, { recursive: true });
          continue;
        }
        const { id, summary } = checklist.checks.find(
          ({ required, verdict }) => required && verdict !== "pass",
        ) as (typeof checklist.checks)[number];
        print(`seed ${seed}: ${checklist.verdict}, ${id}: ${summary}; see ${runDir}`);
      }
    };
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
    const { low } = binomialInterval(passed, RUNS);
    print(
      `${passed} of ${RUNS} runs pass (goal all; 95 %: at least ${(low * 100).toFixed(1)} %), ${median(seconds).toFixed(1)} s a run (median), ${SIDE_BY_SIDE} side by side`,
    );
    if (passed === RUNS) rmSync(folder, { recursive: true });
  },
};
