import { type Command, Option } from "commander";
import { addVerbose, type VerboseOption } from "./output-options.ts";

const FORMATS = ["text", "markdown", "json", "junit", "ctrf", "results", "conformance", "perfetto"] as const;

export type ReportFormat = (typeof FORMATS)[number];

/** Options of `report`. */
export interface ReportCommandOptions extends VerboseOption {
  readonly format: ReportFormat;
  readonly implementation?: string;
}

/** `wa-routing report` and its options. */
export function addReport(program: Command): Command {
  const report = program
    .command("report")
    .description("writes the reports of a run folder again, and prints one")
    .argument("<dir>", "the run folder")
    .addOption(
      new Option(
        "--format <format>",
        "what is printed; results: the results document of a test phase, in Markdown; conformance: a report in the shape of the Gateway API's; perfetto: the trials as a timeline for ui.perfetto.dev, which is also written as trace.json",
      )
        .choices(FORMATS)
        .default("text"),
    )
    .option(
      "--implementation <who>",
      "who made the router, for --format conformance: organization=…,project=…,url=…,version=…",
    );
  return addVerbose(report);
}
