import { WaRoutingError } from "@wa-routing/protocol";
import { renderJUnit, renderMarkdown, renderOrderingsMarkdown } from "@wa-routing/report";
import { analyzeRunFolder, writeReports } from "../analyze-run-folder.ts";
import { exitCodeOf } from "../exit-code.ts";
import { analyzeOrderings, holdsOrderings, reportOrderings } from "../run-orderings.ts";
import type { OutputOptions } from "./output-options.ts";
import { printComparison } from "./print-comparison.ts";
import { printChecklist } from "./run-command.ts";

/** `wa-routing analyze` */
export async function analyzeCommand(dir: string, options: OutputOptions): Promise<void> {
  if (holdsOrderings(dir)) {
    const comparison = await analyzeOrderings(dir);
    printComparison(comparison, options);
    process.exitCode = exitCodeOf(comparison.verdict);
    return;
  }
  const { checklist, manifest } = await analyzeRunFolder(dir);
  printChecklist(checklist, manifest, options);
  process.exitCode = exitCodeOf(checklist.verdict);
}

/** `wa-routing report` */
export function reportCommand(dir: string, { format }: { readonly format: string }): void {
  if (holdsOrderings(dir)) {
    reportComparison(dir, format);
    return;
  }
  const { checklist, manifest } = writeReports(dir);
  if (format === "markdown") process.stdout.write(renderMarkdown(checklist, manifest));
  else if (format === "junit") process.stdout.write(renderJUnit(checklist, manifest));
  else printChecklist(checklist, manifest, { json: format === "json" });
}

function reportComparison(dir: string, format: string): void {
  const comparison = reportOrderings(dir);
  if (format === "junit") {
    throw new WaRoutingError("a comparison of orderings has no JUnit form", {
      code: "OPTION_INVALID",
      field: "--format",
      value: format,
      expected: "text, markdown or json; or the folder of one of its orderings",
    });
  }
  if (format === "markdown") process.stdout.write(renderOrderingsMarkdown(comparison));
  else printComparison(comparison, { json: format === "json" });
}
