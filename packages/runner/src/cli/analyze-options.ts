import type { Command } from "commander";
import { addOutputOptions, addVerbose, type OutputOptions, type VerboseOption } from "./output-options.ts";

/** Options of `analyze`. */
export interface AnalyzeCommandOptions extends OutputOptions, VerboseOption {
  readonly quietPass?: string;
  readonly verbosePass?: string;
  readonly log?: string;
}

/** `wa-routing analyze` and its options. */
export function addAnalyze(program: Command): Command {
  const analyze = program
    .command("analyze")
    .description("analyses and judges a run folder again, or a router's log alone; needs no gateway")
    .argument("[dir]", "the run folder, or that of several orderings")
    .option("--quiet-pass <dir>", "in place of it: a run with the router at -v 2…")
    .option("--verbose-pass <dir>", "…and one of the same scenarios at -v 4 or 5, judged together")
    .option(
      "--log <file>",
      "in place of a run: a router's log, and whether one written so will do; - is standard input",
    );
  return addVerbose(addOutputOptions(analyze, "the checklist"));
}
