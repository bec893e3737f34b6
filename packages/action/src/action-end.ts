import type { Verdict } from "@wa-routing/protocol";
import type { SectionResult } from "@wa-routing/report";
import type { GatewaysResult } from "wa-routing";
import { exitCodeOf } from "wa-routing/options";
import type { ActionInputs } from "./read-inputs.ts";

/** What the action came to. */
export interface ActionEnd {
  readonly result: SectionResult;
  /** As the command line's. */
  readonly exitCode: number;
  /** What kept it from coming to its end, an item each; none: it did. */
  readonly problems: readonly string[];
  /** The folder of the evidence; null: nothing was begun. */
  readonly runDir: string | null;
  /** The files of it that the outputs name. */
  readonly files: { readonly checklist: string; readonly report: string } | null;
}

/** The end of what was judged; the folder stays unknown. */
export function judgedEnd(judged: GatewaysResult): ActionEnd {
  const base = { problems: [], runDir: null, files: null };
  if (judged.result === "comparison") {
    const { result, comparison } = judged;
    return { ...base, result: { result, comparison }, exitCode: exitCodeOf(comparison.verdict) };
  }
  const { result, checklist, manifest } = judged;
  return { ...base, result: { result, checklist, manifest }, exitCode: exitCodeOf(checklist.verdict) };
}

/** The end where nothing was judged, and why, an item each. */
export function undoneEnd(exitCode: number, problems: readonly string[], sentence = problems.join(" ")): ActionEnd {
  return { result: { result: "none", exitCode, sentence }, exitCode, problems, runDir: null, files: null };
}

/** What is judged: checks, or orderings; none: nothing was measured. */
export function judgedOf({ result }: ActionEnd): readonly { readonly verdict: Verdict }[] {
  if (result.result === "none") return [];
  return result.result === "checklist" ? result.checklist.checks : result.comparison.runs;
}

/** The verdict; null: there is none. */
export function verdictOf({ result }: ActionEnd): Verdict | null {
  if (result.result === "none") return null;
  return result.result === "checklist" ? result.checklist.verdict : result.comparison.verdict;
}

/** The exit code of the step: a verdict fails it only as far as it was asked to. */
export function stepExitCode(end: ActionEnd, failOn: ActionInputs["failOn"]): number {
  const { exitCode, problems } = end;
  if (problems.length > 0 || exitCode === 0) return exitCode;
  return failOn === "never" || (failOn === "fail" && verdictOf(end) !== "fail") ? 0 : exitCode;
}
