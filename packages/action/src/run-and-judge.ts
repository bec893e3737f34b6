import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isWaRoutingError } from "@wa-routing/protocol";
import { type GatewaysResult, ORDERING_FILES, RUN_FILES, reportOrderings, runGateways, writeReports } from "wa-routing";
import { EXIT_CODES, exitCodeOfError, Interruption, SIGNAL_CODES, wrongText } from "wa-routing/options";
import { type ActionEnd, judgedEnd, undoneEnd } from "./action-end.ts";
import { inInputs } from "./inputs.ts";
import type { ActionInputs } from "./read-inputs.ts";
import type { ActionLog } from "./workflow/action-log.ts";
import { LiveProgress } from "./workflow/live-progress.ts";

const CHECKLIST_FILES = { checklist: RUN_FILES.checklist, report: RUN_FILES.html };
const COMPARISON_FILES = { checklist: ORDERING_FILES.comparison, report: ORDERING_FILES.markdown };

/** Where a run goes that was given no folder: two steps of one job never meet. */
export function freshRunDir(): string {
  return mkdtempSync(join(process.env.RUNNER_TEMP || tmpdir(), "wa-routing-run-"));
}

/** Runs what the inputs ask for, up to its end, a signal or the deadline. What was measured by then is judged; nothing is thrown. */
export async function runAndJudge(
  { scenarios, gateways, seed }: NonNullable<ActionInputs["run"]>,
  { timeoutMs, runDir }: { readonly timeoutMs: number | null; readonly runDir: string },
  log: ActionLog,
  signal: AbortSignal,
): Promise<ActionEnd> {
  const progress = new LiveProgress(scenarios, log);
  const deadline = startDeadline(timeoutMs);
  const stop = AbortSignal.any([signal, deadline.signal]);
  try {
    const ran = await runGateways({
      scenarios,
      gateways,
      runDir,
      signal: stop,
      onProgress: (now) => progress.update(now),
      onPart: (part) => progress.begin(part),
      ...(seed === null ? {} : { seed }),
    });
    return wholeEnd(ran);
  } catch (error) {
    return await brokenEnd(error, runDir, stop);
  } finally {
    deadline.clear();
    progress.end();
  }
}

function startDeadline(timeoutMs: number | null): { readonly signal: AbortSignal; readonly clear: () => void } {
  const deadline = new AbortController();
  if (timeoutMs === null) return { signal: deadline.signal, clear: () => undefined };
  const reason = `ended after ${timeoutMs / 60_000} minutes, as the input timeout asks`;
  const timer = setTimeout(() => deadline.abort(new Interruption(reason, SIGNAL_CODES.SIGTERM)), timeoutMs);
  return { signal: deadline.signal, clear: () => clearTimeout(timer) };
}

function wholeEnd(ran: GatewaysResult): ActionEnd {
  const files = ran.result === "checklist" ? CHECKLIST_FILES : COMPARISON_FILES;
  return { ...judgedEnd(ran), runDir: ran.runDir, files };
}

/** What stopped the run comes first; what broke on the way is said beside it. */
async function brokenEnd(error: unknown, runDir: string, { aborted, reason }: AbortSignal): Promise<ActionEnd> {
  const cause: unknown = aborted ? reason : error;
  const problems = [...new Set([cause, error].map((each) => inInputs(wordsOf(each))))];
  const exitCode =
    cause instanceof Interruption || isWaRoutingError(cause) ? exitCodeOfError(cause) : EXIT_CODES.environment;
  const undone = undoneEnd(exitCode, problems, problems[0]);
  // Wrong usage has begun no run: what lies in the folder is somebody else's.
  return exitCode === EXIT_CODES.usage ? undone : { ...undone, runDir, ...(await partOf(runDir)) };
}

/** What was judged of a run that has not come to its end; null: nothing. */
async function partOf(runDir: string): Promise<Pick<ActionEnd, "result" | "files"> | null> {
  try {
    if (existsSync(join(runDir, CHECKLIST_FILES.checklist))) {
      return { result: { result: "checklist", ...(await writeReports(runDir)) }, files: CHECKLIST_FILES };
    }
    if (existsSync(join(runDir, COMPARISON_FILES.checklist))) {
      return { result: { result: "comparison", comparison: await reportOrderings(runDir) }, files: COMPARISON_FILES };
    }
  } catch {
    // What cannot be read back is no evidence.
  }
  return null;
}

function wordsOf(error: unknown): string {
  return error instanceof Interruption ? error.message : wrongText(error);
}
