import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { badInputs } from "../tests/bad-inputs.ts";
import type { Benchmark } from "./benchmark.ts";
import { builtCommandLine, durationOf } from "./cold-start.ts";
import { median } from "./raw-server.ts";

/** How long the built command line takes to refuse a wrong input, against Node doing nothing. */
export const benchmark: Benchmark = {
  name: "wrong-inputs",
  run(print) {
    const cli = builtCommandLine(print);
    if (cli === null) return Promise.resolve();
    const folder = mkdtempSync(join(tmpdir(), "wa-routing-wrong-inputs-"));
    try {
      const bare: number[] = [];
      const ours = badInputs(folder).map(({ args, input = "" }) => {
        bare.push(durationOf(["-e", "0"]));
        return { durationMs: durationOf([cli, ...args], { code: 2, input, cwd: folder }), args };
      });
      ours.sort((a, b) => b.durationMs - a.durationMs);
      const typical = median(ours.map(({ durationMs }) => durationMs));
      print(
        `${ours.length} wrong inputs: exit 2 after ${typical.toFixed(0)} ms (median), node -e 0 ${median(bare).toFixed(0)} ms`,
      );
      print(`ratio ${(typical / median(bare)).toFixed(2)}; the slowest (goal 1,000 ms at most):`);
      for (const { durationMs, args } of ours.slice(0, 3))
        print(`  ${durationMs.toFixed(0)} ms  wa-routing ${args.join(" ")}`);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    return Promise.resolve();
  },
};
