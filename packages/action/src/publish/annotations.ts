import { comparisonSentence } from "@wa-routing/report";
import { plainText } from "@wa-routing/report/inert";
import { type ActionEnd, isRegression, stepExitCode } from "../action-end.ts";
import type { ActionInputs } from "../read-inputs.ts";
import type { Annotation } from "../workflow/workflow-command.ts";

/** GitHub shows ten of each kind and step; a reader's patience is for ten in all. */
export const MOST_ANNOTATIONS = 10;

/** GitHub's limit is 4,096 characters. */
const LONGEST_MESSAGE = 1000;

/**
 * What is shown beside the step: what went wrong, or which checks failed and, where that fails the step, which could not be decided;
 * then what could not be done.
 */
export function annotationsOf(
  end: ActionEnd,
  notices: readonly string[],
  asked: Pick<ActionInputs, "failOn" | "failOnRegression">,
): readonly Annotation[] {
  const level = stepExitCode(end, asked) === 0 ? "warning" : "error";
  const problems = end.problems.map((message) => ({ level: "error" as const, title: "wa-routing", message }));
  const findings = end.problems.length > 0 ? [] : findingsOf(end).map((finding) => ({ level, ...finding }) as const);
  const told = notices.map((message) => ({ level: "notice" as const, title: "wa-routing", message }));
  const room = MOST_ANNOTATIONS - told.length;
  return [...capped([...problems, ...findings], room), ...told].map(({ level, title, message }) => ({
    level,
    title: plainText(title),
    message: message.split("\n").map(plainText).join("\n").slice(0, LONGEST_MESSAGE),
  }));
}

function findingsOf(end: ActionEnd): { readonly title: string; readonly message: string }[] {
  return [...worseOf(end), ...undecidedOf(end)];
}

function worseOf(end: ActionEnd): { readonly title: string; readonly message: string }[] {
  const { against } = end;
  if (against?.found !== "comparison" || !isRegression(end)) return [];
  return [{ title: `worse than ${against.name}`, message: comparisonSentence(against.comparison) }];
}

function undecidedOf({ result }: ActionEnd): { readonly title: string; readonly message: string }[] {
  if (result.result === "none") return [];
  if (result.result === "comparison") {
    const { runs } = result.comparison;
    return byVerdict(runs).map(({ ordering, verdict, summary }) => ({
      title: `ordering ${ordering}: ${verdict}`,
      message: summary,
    }));
  }
  const checks = result.checklist.checks.filter(({ required }) => required);
  return byVerdict(checks).map(({ title, verdict, summary, advice }) => ({
    title: `${verdict}: ${title}`,
    message: advice === null ? summary : `${summary}\n${advice}`,
  }));
}

/** What failed first, then what could not be decided. */
function byVerdict<Judged extends { readonly verdict: string }>(judged: readonly Judged[]): Judged[] {
  return ["fail", "inconclusive"].flatMap((wanted) => judged.filter(({ verdict }) => verdict === wanted));
}

function capped(annotations: readonly Annotation[], most: number): readonly Annotation[] {
  const last = annotations[most - 1];
  if (last === undefined || annotations.length <= most) return annotations;
  const message = `${annotations.length - most + 1} more are in the summary of the step`;
  return [...annotations.slice(0, most - 1), { ...last, title: "wa-routing", message }];
}
