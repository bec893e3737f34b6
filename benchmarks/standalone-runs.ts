import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { findEnvoy, findEpp } from "@wa-routing/environments";
import { startStandalone } from "wa-routing";
import type { Benchmark } from "./benchmark.ts";
import { median } from "./raw-server.ts";
import { repeatedRuns } from "./repeated-runs.ts";

const RUNS = Number(process.env.WA_ROUTING_STANDALONE_RUNS ?? 20);
const STRESS = process.env.WA_ROUTING_STRESS === "1";
const NAMES_LOAD = /at a load of \d/;

/**
 * Runs basic-priority on Envoy and the reference picker again and again. A right router must pass each time; while both CPUs are
 * kept busy (`WA_ROUTING_STRESS=1`) it may be inconclusive where the machine's load is named, and must never fail.
 */
export const benchmark: Benchmark = {
  name: "standalone-runs",
  async run(print) {
    try {
      findEnvoy(undefined);
      await findEpp(undefined);
    } catch (error) {
      print(`not run: ${(error as Error).message}`);
      process.exitCode = 1;
      return;
    }
    const endStress = STRESS ? keepBusy(availableParallelism()) : () => undefined;
    const startGateway = () => startStandalone();
    const runs = await repeatedRuns({ name: "standalone", runs: RUNS, sideBySide: 1, startGateway }, print).finally(
      endStress,
    );
    const count = (wanted: string) => runs.filter(({ verdict }) => verdict === wanted).length;
    print(
      `${count("pass")} of ${RUNS} runs pass, ${count("inconclusive")} inconclusive, ${count("fail")} fail; ${median(runs.map(({ seconds }) => seconds)).toFixed(1)} s a run (median); load ${runs[0]?.load} in the first run, ${runs.at(-1)?.load} in the last${STRESS ? `, with ${availableParallelism()} busy loops` : ""}`,
    );
    const borne = ({ verdict, open }: (typeof runs)[number]) =>
      verdict === "pass" || (STRESS && verdict === "inconclusive" && open.every((text) => NAMES_LOAD.test(text)));
    const bad = runs.filter((run) => !borne(run));
    print(
      `goal: ${STRESS ? "each passes, or is inconclusive with the load named" : "each passes"}; ${bad.length === 0 ? "met" : `not met by seeds ${bad.map(({ seed }) => seed).join(", ")}`}`,
    );
    if (bad.length > 0) process.exitCode = 1;
  },
};

/** Keeps so many CPUs busy, each by a process; returns what ends them. They also end with this process, whose pipe they read. */
function keepBusy(cpus: number): () => void {
  const loop =
    "process.stdin.on('end', () => process.exit()).resume(); const spin = () => { const end = Date.now() + 50; while (Date.now() < end); setImmediate(spin); }; spin();";
  const children = Array.from({ length: cpus }, () =>
    spawn(process.execPath, ["-e", loop], { stdio: ["pipe", "ignore", "ignore"] }),
  );
  return () => {
    for (const child of children) child.kill("SIGKILL");
  };
}
