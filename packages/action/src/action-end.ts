import type { Verdict } from "@wa-routing/protocol";
import type { AgainstBase, SectionResult } from "@wa-routing/report";
import type { GatewaysResult } from "wa-routing";
import { EXIT_CODES, exitCodeOf } from "wa-routing/options";
import type { ActionInputs } from "./read-inputs.ts";

/** What the action came to. */
export interface ActionEnd {
  readonly result: SectionResult;
  /** What it was compared with; null: nothing. */
  readonly against: AgainstBase | null;
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
  const base = { against: null, problems: [], runDir: null, files: null };
  if (judged.result === "comparison") {
    const { result, comparison } = judged;
    return { ...base, result: { result, comparison }, exitCode: exitCodeOf(comparison.verdict) };
  }
  const { result, checklist, manifest } = judged;
  return { ...base, result: { result, checklist, manifest }, exitCode: exitCodeOf(checklist.verdict) };
}

/** The end where nothing was judged, and why, an item each. */
export function undoneEnd(exitCode: number, problems: readonly string[], sentence = problems.join(" ")): ActionEnd {
  const result = { result: "none" as const, exitCode, sentence };
  return { result, against: null, exitCode, problems, runDir: null, files: null };
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

/** Whether something is known to be worse than in what it was compared with. */
export function isRegression({ against }: ActionEnd): boolean {
  return against?.found === "comparison" && against.comparison.outcome === "regression";
}

/** The exit code of the step: a verdict, and what got worse, fail it only as far as it was asked to. */
export function stepExitCode(
  end: ActionEnd,
  { failOn, failOnRegression }: Pick<ActionInputs, "failOn" | "failOnRegression">,
): number {
  const { exitCode, problems } = end;
  if (problems.length > 0) return exitCode;
  const isSpared = failOn === "never" || (failOn === "fail" && verdictOf(end) !== "fail");
  if (exitCode !== 0 && !isSpared) return exitCode;
  return failOnRegression && isRegression(end) ? EXIT_CODES.fail : 0;
}
