import { checkLog } from "@wa-routing/analysis";
import { type LogFindings, WaRoutingError } from "@wa-routing/protocol";
import { exitCodeOf } from "../exit-code.ts";
import { analyzePasses, type JudgedRun } from "../folder/analyze-run-folder.ts";
import { readRouterLogFile } from "../folder/router-log/router-log-files.ts";
import { readScore } from "../gateway/score.ts";
import { analyzeFolder } from "../run/analyze-folder.ts";
import { holdsOrderings } from "../run/run-orderings.ts";
import type { AnalyzeCommandOptions } from "./analyze-options.ts";
import { printChecklist } from "./print-checklist.ts";
import { printComparison } from "./print-comparison.ts";
import { printLogFindings } from "./print-log-findings.ts";
import { refuseVerbose } from "./verbose-refusal.ts";

/** `wa-routing analyze` */
export async function analyzeCommand(dir: string | undefined, options: AnalyzeCommandOptions): Promise<void> {
  if (options.log !== undefined) {
    refuseRun(dir, options);
    const findings = await findingsOfLog(options.log, options.score);
    printLogFindings(findings, options.log === "-" ? "standard input" : options.log, options);
    process.exitCode = exitCodeOf(findings.verdict);
    return;
  }
  refuseScore(options);
  if (dir === undefined) {
    const { checklist, manifest } = await judgedPasses(options);
    printChecklist(checklist, manifest, options);
    process.exitCode = exitCodeOf(checklist.verdict);
    return;
  }
  refusePasses(options);
  if (holdsOrderings(dir)) refuseVerbose(options, "several orderings");
  const judged = await analyzeFolder(dir);
  if (judged.result === "comparison") printComparison(judged.comparison, options);
  else printChecklist(judged.checklist, judged.manifest, options);
  process.exitCode = exitCodeOf(judged.result === "comparison" ? judged.comparison.verdict : judged.checklist.verdict);
}

async function judgedPasses({ quietPass, verbosePass }: AnalyzeCommandOptions): Promise<JudgedRun> {
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

async function findingsOfLog(path: string, score: string | undefined): Promise<LogFindings> {
  const declared = score === undefined ? undefined : readScore(score);
  const { events, reading } = await readRouterLogFile(path);
  return checkLog(events, reading, declared);
}

/** What a run sends depends on what was declared: its folder says that, and nothing else can. */
function refuseScore({ score }: AnalyzeCommandOptions): void {
  if (score === undefined) return;
  throw new WaRoutingError("--score cannot be combined with a run", {
    code: "OPTION_INVALID",
    field: "--score",
    value: score,
    expected: "--log FILE beside it: a run is judged by what was declared for it, which its run.json holds",
    remedy: "run it again with --score",
  });
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
