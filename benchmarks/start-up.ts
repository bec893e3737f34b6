import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Benchmark } from "./benchmark.ts";
import { median } from "./raw-server.ts";

const ROUNDS = 15;

/** Cold start of the built command line, against Node doing nothing. */
export const benchmark: Benchmark = {
  name: "start-up",
  run(print) {
    const cli = fileURLToPath(new URL("../packages/runner/dist/cli.js", import.meta.url));
    if (!existsSync(cli)) {
      print("skipped: packages/runner/dist is not built (npm run build)");
      return Promise.resolve();
    }
    const ours: number[] = [];
    const bare: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      ours.push(durationOf([cli, "--help"]));
      bare.push(durationOf(["-e", "0"]));
    }
    print(`--help ${median(ours).toFixed(0)} ms, node -e 0 ${median(bare).toFixed(0)} ms (medians of ${ROUNDS})`);
    print(`ratio ${(median(ours) / median(bare)).toFixed(2)}  (goal 3 at most)`);
    return Promise.resolve();
  },
};

function durationOf(args: readonly string[]): number {
  const startMs = performance.now();
  const { status } = spawnSync(process.execPath, args, { stdio: "ignore" });
  if (status !== 0) throw new Error(`node ${args.join(" ")} ended with ${status}`);
  return performance.now() - startMs;
}
