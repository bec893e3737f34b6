import { type Command, Option } from "commander";
import { addOutputOptions, type OutputOptions } from "./output-options.ts";

/** Options of `compare`. */
export interface CompareCommandOptions extends OutputOptions {
  readonly markdown?: boolean;
}

/** `wa-routing compare` and its options. */
export function addCompare(program: Command): Command {
  const compare = program
    .command("compare")
    .description(
      "says what changed since an earlier run of the same scenarios, and what cannot be told; needs no gateway",
    )
    .argument("<run>", "the run folder")
    .argument("<base>", "the folder of the run that it is compared with")
    .addOption(new Option("--markdown", "print it as Markdown").conflicts(["json", "quiet"]))
    .addHelpText(
      "after",
      "\nExit codes: 0 nothing got worse, 1 something did, 2 the runs cannot be compared,\n3 for some of it nobody can tell",
    );
  return addOutputOptions(compare, "the comparison");
}
