import { checkLog } from "@wa-routing/analysis";
import { type LogFindings, WaRoutingError } from "@wa-routing/protocol";
import { exitCodeOf } from "../exit-code.ts";
import { analyzePasses, analyzeRunFolder, type JudgedRun } from "../folder/analyze-run-folder.ts";
import { readRouterLogFile } from "../folder/router-log/router-log-files.ts";
import { analyzeOrderings, holdsOrderings } from "../run/run-orderings.ts";
import type { AnalyzeCommandOptions } from "./analyze-options.ts";
import { printChecklist } from "./print-checklist.ts";
import { printComparison } from "./print-comparison.ts";
import { printLogFindings } from "./print-log-findings.ts";
import { refuseVerbose } from "./verbose-refusal.ts";

/** `wa-routing analyze` */
export async function analyzeCommand(dir: string | undefined, options: AnalyzeCommandOptions): Promise<void> {
  if (options.log !== undefined) {
    refuseRun(dir, options);
    const findings = await findingsOfLog(options.log);
    printLogFindings(findings, options.log === "-" ? "standard input" : options.log, options);
    process.exitCode = exitCodeOf(findings.verdict);
    return;
  }
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
    expected: "a run folder, --quiet-pass DIR and --verbose-pass DIR, or --log FILE",
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

async function findingsOfLog(path: string): Promise<LogFindings> {
  const { events, reading } = await readRouterLogFile(path);
  return checkLog(events, reading);
}

/** A log alone is judged without a run. */
function refuseRun(dir: string | undefined, { quietPass, verbosePass }: AnalyzeCommandOptions): void {
  if (dir === undefined && quietPass === undefined && verbosePass === undefined) return;
  throw new WaRoutingError("--log cannot be combined with a run folder or with passes", {
    code: "OPTION_INVALID",
    field: "--log",
    expected: "a log alone, or a run, which has its own router.log",
  });
}
