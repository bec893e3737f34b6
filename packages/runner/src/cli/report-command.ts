import { type RunReport, WaRoutingError } from "@wa-routing/protocol";
import {
  renderConformance,
  renderCtrf,
  renderJUnit,
  renderMarkdown,
  renderOrderingsMarkdown,
  renderResults,
} from "@wa-routing/report";
import { writeReports } from "../folder/write-reports.ts";
import { writeTrace } from "../folder/write-trace.ts";
import { holdsOrderings, reportOrderings } from "../run/run-orderings.ts";
import { readImplementation } from "./implementation.ts";
import { printChecklist } from "./print-checklist.ts";
import { printComparison } from "./print-comparison.ts";
import { printable } from "./printed.ts";
import type { ReportCommandOptions, ReportFormat } from "./report-options.ts";
import { refuseVerbose } from "./verbose-refusal.ts";

/** `wa-routing report` */
export async function reportCommand(dir: string, options: ReportCommandOptions): Promise<void> {
  const { format, implementation } = options;
  if (format !== "text") refuseVerbose(options, `--format ${format}`);
  if (format !== "conformance") refuseImplementation(options);
  const made = format === "conformance" ? readImplementation(implementation) : null;
  if (holdsOrderings(dir)) {
    refuseVerbose(options, "several orderings");
    await reportComparison(dir, format);
    return;
  }
  const run = await writeReports(dir);
  const print = (text: string) => void process.stdout.write(printable(text));
  switch (format) {
    case "text":
    case "json":
      printChecklist(run.checklist, run.manifest, { ...options, json: format === "json" });
      break;
    case "perfetto":
      print(await writeTrace(dir));
      break;
    case "conformance":
      if (made !== null) print(renderConformance(run, made));
      break;
    default:
      print(await RENDERERS[format](run));
  }
}

const RENDERERS = {
  markdown: ({ checklist, manifest }) => renderMarkdown(checklist, manifest),
  junit: renderJUnit,
  ctrf: renderCtrf,
  results: ({ checklist, manifest }) => renderResults(checklist, manifest),
} as const satisfies Partial<Record<ReportFormat, (run: RunReport) => string | Promise<string>>>;

async function reportComparison(dir: string, format: ReportFormat): Promise<void> {
  if (format !== "text" && format !== "markdown" && format !== "json") {
    throw new WaRoutingError(`a comparison of orderings cannot be printed as ${format}`, {
      code: "OPTION_INVALID",
      field: "--format",
      value: format,
      expected: "text, markdown or json; or the folder of one of its orderings",
    });
  }
  const comparison = await reportOrderings(dir);
  if (format === "markdown") process.stdout.write(printable(renderOrderingsMarkdown(comparison)));
  else printComparison(comparison, { json: format === "json" });
}

function refuseImplementation({ implementation, format }: ReportCommandOptions): void {
  if (implementation === undefined) return;
  throw new WaRoutingError(`--implementation does nothing with --format ${format}`, {
    code: "OPTION_INVALID",
    field: "--implementation",
    value: implementation,
    expected: "--format conformance beside it",
  });
}
