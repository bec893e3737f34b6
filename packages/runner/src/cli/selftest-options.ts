import type { Command } from "commander";
import { list, positive, wholeNumber } from "./option-values.ts";
import { addOutputOptions, type OutputOptions } from "./output-options.ts";

/** How long `selftest --quick` takes on {@link QUICK_CORES} cores that do nothing else, in minutes, as measured. */
export const QUICK_MINUTES = 4;
export const QUICK_CORES = 2;

/** Options of `selftest`. */
export interface SelftestCommandOptions extends OutputOptions {
  readonly quick?: boolean;
  readonly fault?: readonly string[];
  readonly variant?: readonly string[];
  readonly repeats?: number;
  readonly jobs?: number;
  readonly seed?: number;
  readonly runDir?: string;
}

/** `wa-routing selftest` and its options. */
export function addSelftest(program: Command): Command {
  const selftest = program
    .command("selftest")
    .description(
      "plants every fault in our own gateway: its own check catches it, and gateways built in other ways stay green",
    )
    .option(
      "--quick",
      `one repeat of the healthy gateway, a choice of the other ways to build it, nothing that takes long: about ${QUICK_MINUTES} minutes on ${QUICK_CORES} idle cores, where all of it takes several times as long`,
    )
    .option("--fault <names>", "these only, with commas between", list)
    .option("--variant <names>", "these other ways to build it only, with commas between: sorted-seed-fork-apart", list)
    .option("--repeats <n>", "of the healthy gateway; default: 20, with --quick 1", positive)
    .option("--jobs <n>", "gateways side by side; default: one more than there are CPUs, 6 at most", positive)
    .option("--seed <n>", "permutes arms and draws arrivals; default: a fresh one", wholeNumber)
    .option("--run-dir <dir>", "keeps the evidence there; default: it is removed unless something goes wrong");
  return addOutputOptions(selftest, "the outcome");
}
