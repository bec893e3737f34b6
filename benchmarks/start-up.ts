import type { Benchmark } from "./benchmark.ts";
import { builtCommandLine, durationOf } from "./cold-start.ts";
import { median } from "./raw-server.ts";

const ROUNDS = 15;

/** Cold start of the built command line, against Node doing nothing. */
export const benchmark: Benchmark = {
  name: "start-up",
  run(print) {
    const cli = builtCommandLine(print);
    if (cli === null) return Promise.resolve();
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
