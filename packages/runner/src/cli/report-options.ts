import { type Command, Option } from "commander";
import { addVerbose, type VerboseOption } from "./output-options.ts";

const FORMATS = ["text", "markdown", "json", "junit", "results"] as const;

/** Options of `report`. */
export interface ReportCommandOptions extends VerboseOption {
  readonly format: (typeof FORMATS)[number];
}

/** `wa-routing report` and its options. */
export function addReport(program: Command): Command {
  const report = program
    .command("report")
    .description("writes the reports of a run folder again, and prints one")
    .argument("<dir>", "the run folder")
    .addOption(
      new Option("--format <format>", "what is printed; results: the results document of a test phase, in Markdown")
        .choices(FORMATS)
        .default("text"),
    );
  return addVerbose(report);
}
