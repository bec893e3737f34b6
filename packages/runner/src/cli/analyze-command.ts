import { WaRoutingError } from "@wa-routing/protocol";
import { exitCodeOf } from "../exit-code.ts";
import { analyzePasses, analyzeRunFolder, type JudgedRun } from "../folder/analyze-run-folder.ts";
import { analyzeOrderings, holdsOrderings } from "../run/run-orderings.ts";
import type { AnalyzeCommandOptions } from "./analyze-options.ts";
import { printChecklist } from "./print-checklist.ts";
import { printComparison } from "./print-comparison.ts";
import { refuseVerbose } from "./verbose-refusal.ts";

/** `wa-routing analyze` */
export async function analyzeCommand(dir: string | undefined, options: AnalyzeCommandOptions): Promise<void> {
  if (dir !== undefined && holdsOrderings(dir)) {
    refusePasses(options);
    refuseVerbose(options, "several orderings");
    const comparison = await analyzeOrderings(dir);
    printComparison(comparison, options);
    process.exitCode = exitCodeOf(comparison.verdict);
    return;
  }
  const { checklist, manifest } = await judgedRun(dir, options);
  printChecklist(checklist, manifest, options);
  process.exitCode = exitCodeOf(checklist.verdict);
}

async function judgedRun(dir: string | undefined, options: AnalyzeCommandOptions): Promise<JudgedRun> {
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

function refusePasses({ quietPass, verbosePass }: AnalyzeCommandOptions): void {
  if (quietPass === undefined && verbosePass === undefined) return;
  throw new WaRoutingError("a run folder cannot be combined with --quiet-pass and --verbose-pass", {
    code: "OPTION_INVALID",
    field: quietPass === undefined ? "--verbose-pass" : "--quiet-pass",
    expected: "one run folder, or the two passes",
  });
}
