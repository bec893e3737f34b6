import type { Check } from "@wa-routing/protocol";
import { seenText } from "./checklist-blocks.ts";
import { commitLink } from "./commit-link.ts";
import { link } from "./markdown-blocks.ts";
import type { Writer } from "./markdown-writer.ts";
import type { SectionResult, SectionSubject } from "./section-subject.ts";
import { orderingsSentence, runSentence } from "./verdict-sentence.ts";
import { VERDICT_SIGNS } from "./verdict-sign.ts";

const PAGE_AND_TIMELINE = "report.html, trace.json";

/** What came of a run: a sign, a word, and a sentence in Markdown. */
export interface Outcome {
  readonly sign: string;
  readonly word: string;
  readonly sentence: string;
}

/** What came of the run that a section tells of. */
export function outcomeOf(of: SectionResult, write: Writer): Outcome {
  if (of.result === "none") {
    const sentence = `The run could not be done: ${write(of.sentence)}`;
    return { sign: "⚠", word: `no verdict (exit code ${Math.trunc(of.exitCode)})`, sentence };
  }
  const { verdict } = of.result === "checklist" ? of.checklist : of.comparison;
  const sentence =
    of.result === "checklist" ? runSentence(of.checklist) : orderingsSentence({ verdict, parts: of.comparison.runs });
  return { sign: VERDICT_SIGNS[verdict], word: verdict.replace("-", " "), sentence };
}

/** `Commit a1b2c3d · attempt 2 · the run · report.html, trace.json and all evidence`, with links where there are addresses. */
export function originLine({
  commit,
  attempt,
  runUrl,
  artifactUrl,
  result,
}: Pick<SectionSubject, "commit" | "attempt" | "runUrl" | "artifactUrl" | "result">): string {
  const evidence = result.result === "none" ? "all evidence" : `${PAGE_AND_TIMELINE} and all evidence`;
  const links = [link("the run", runUrl), link(evidence, artifactUrl)].filter((text) => text !== null);
  return [`Commit ${commitLink(commit)}`, `attempt ${Math.trunc(attempt)}`, ...links].join(" · ");
}

/** What differs from the last commit, where there is one. */
export function changesBlock(changes: readonly string[] | null, write: Writer): string[] {
  if (changes === null) return [];
  if (changes.length === 0) return ["Nothing changed since the last commit.", ""];
  return ["**Changed since the last commit**", "", ...changes.map((change) => `- ${write(change)}`), ""];
}

/** Why checks did not pass, and what to do. */
export function reasonsBlock(checks: readonly Check[], write: Writer): string[] {
  const lines = reasonLines(checks, write);
  return lines.length === 0 ? [] : ["**Why**", "", ...lines, ""];
}

/** A line for each check that did not pass. What is to be done about several that follow each other is said once, below them. */
export function reasonLines(checks: readonly Check[], write: Writer): string[] {
  const undone = checks.filter(isUndone);
  let alike = 0;
  return undone.map((check, index) => {
    const { verdict, title, advice } = check;
    const line = `- ${VERDICT_SIGNS[verdict]} ${write(title)}: ${seenText(check, write)}`;
    alike += 1;
    if (advice === undone[index + 1]?.advice) return line;
    const whom = alike === 1 ? "" : `For these ${alike}: `;
    alike = 0;
    return advice === null ? line : `${line}<br>→ ${whom}${write(advice)}`;
  });
}

/** Whether a check failed, or could not be decided. */
export function isUndone({ verdict }: Check): boolean {
  return verdict === "fail" || verdict === "inconclusive";
}
