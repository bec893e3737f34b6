import { WaRoutingError } from "@wa-routing/protocol";
import { renderJUnit, renderMarkdown, renderOrderingsMarkdown, renderResults } from "@wa-routing/report";
import { writeReports } from "../folder/analyze-run-folder.ts";
import { holdsOrderings, reportOrderings } from "../run/run-orderings.ts";
import { printChecklist } from "./print-checklist.ts";
import { printComparison } from "./print-comparison.ts";
import { printable } from "./printed.ts";
import type { ReportCommandOptions } from "./report-options.ts";
import { refuseVerbose } from "./verbose-refusal.ts";

/** `wa-routing report` */
export function reportCommand(dir: string, options: ReportCommandOptions): void {
  const { format } = options;
  if (format !== "text") refuseVerbose(options, `--format ${format}`);
  if (holdsOrderings(dir)) {
    refuseVerbose(options, "several orderings");
    reportComparison(dir, format);
    return;
  }
  const { checklist, manifest } = writeReports(dir);
  if (format === "markdown") process.stdout.write(printable(renderMarkdown(checklist, manifest)));
  else if (format === "junit") process.stdout.write(printable(renderJUnit(checklist, manifest)));
  else if (format === "results") process.stdout.write(printable(renderResults(checklist, manifest)));
  else printChecklist(checklist, manifest, { ...options, json: format === "json" });
}

function reportComparison(dir: string, format: ReportCommandOptions["format"]): void {
  const comparison = reportOrderings(dir);
  if (format === "junit" || format === "results") {
    throw new WaRoutingError(`a comparison of orderings cannot be printed as ${format}`, {
      code: "OPTION_INVALID",
      field: "--format",
      value: format,
      expected: "text, markdown or json; or the folder of one of its orderings",
    });
  }
  if (format === "markdown") process.stdout.write(printable(renderOrderingsMarkdown(comparison)));
  else printComparison(comparison, { json: format === "json" });
}
