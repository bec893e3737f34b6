import { type Command, Option } from "commander";

const FORMATS = ["text", "markdown", "json", "junit"] as const;

/** Options of `report`. */
export interface ReportCommandOptions {
  readonly format: (typeof FORMATS)[number];
}

/** `wa-routing report` and its options. */
export function addReport(program: Command): Command {
  return program
    .command("report")
    .description("writes the reports of a run folder again, and prints one")
    .argument("<dir>", "the run folder")
    .addOption(new Option("--format <format>", "what is printed").choices(FORMATS).default("text"));
}
