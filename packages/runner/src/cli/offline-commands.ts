import { WaRoutingError } from "@wa-routing/protocol";
import { renderJUnit, renderMarkdown, renderOrderingsMarkdown } from "@wa-routing/report";
import { exitCodeOf } from "../exit-code.ts";
import { analyzePasses, analyzeRunFolder, type JudgedRun, writeReports } from "../folder/analyze-run-folder.ts";
import { analyzeOrderings, holdsOrderings, reportOrderings } from "../run/run-orderings.ts";
import { printComparison } from "./print-comparison.ts";
import type { AnalyzeOptions } from "./program.ts";
import { printChecklist } from "./run-command.ts";

/** `wa-routing analyze` */
export async function analyzeCommand(dir: string | undefined, options: AnalyzeOptions): Promise<void> {
  if (dir !== undefined && holdsOrderings(dir)) {
    refusePasses(options);
    const comparison = await analyzeOrderings(dir);
    printComparison(comparison, options);
    process.exitCode = exitCodeOf(comparison.verdict);
    return;
  }
  const { checklist, manifest } = await judgedRun(dir, options);
  printChecklist(checklist, manifest, options);
  process.exitCode = exitCodeOf(checklist.verdict);
}

async function judgedRun(dir: string | undefined, options: AnalyzeOptions): Promise<JudgedRun> {
  const { quietPass, verbosePass } = options;
  if (dir !== undefined) {
    refusePasses(options);
    return await analyzeRunFolder(dir);
  }
  if (quietPass !== undefined && verbosePass !== undefined) {
    return await analyzePasses({ quiet: quietPass, verbose: verbosePass });
  }
  throw new WaRoutingError("there is nothing to analyse", {
    code: "OPTION_MISSING",
    field: "DIR",
    expected: "a run folder, or --quiet-pass DIR and --verbose-pass DIR",
  });
}

function refusePasses({ quietPass, verbosePass }: AnalyzeOptions): void {
  if (quietPass === undefined && verbosePass === undefined) return;
  throw new WaRoutingError("a run folder beside --quiet-pass or --verbose-pass", {
    code: "OPTION_INVALID",
    field: quietPass === undefined ? "--verbose-pass" : "--quiet-pass",
    expected: "one run folder, or the two passes",
  });
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
