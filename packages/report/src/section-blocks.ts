import type { Check } from "@wa-routing/protocol";
import { seenText } from "./checklist-blocks.ts";
import { link } from "./markdown-blocks.ts";
import { shortMarkdown, type Writer } from "./markdown-writer.ts";
import type { SectionResult, SectionSubject } from "./section-subject.ts";
import { orderingsSentence, runSentence } from "./verdict-sentence.ts";
import { VERDICT_SIGNS } from "./verdict-sign.ts";

const LONGEST_SHA_BYTES = 60;

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
    of.result === "checklist"
      ? runSentence({ verdict, parts: of.checklist.checks })
      : orderingsSentence({ verdict, parts: of.comparison.runs });
  return { sign: VERDICT_SIGNS[verdict], word: verdict.replace("-", " "), sentence };
}

/** `Commit a1b2c3d · attempt 2 · the run · all evidence`, with links where there are addresses. */
export function originLine({
  commit,
  attempt,
  runUrl,
  artifactUrl,
}: Pick<SectionSubject, "commit" | "attempt" | "runUrl" | "artifactUrl">): string {
  const { sha, url } = commit;
  const name = /^[\da-f]{7,64}$/i.test(sha) ? `\`${sha.slice(0, 7)}\`` : shortMarkdown(sha, LONGEST_SHA_BYTES);
  const links = [link("the run", runUrl), link("all evidence", artifactUrl)].filter((text) => text !== null);
  return [`Commit ${link(name, url) ?? name}`, `attempt ${Math.trunc(attempt)}`, ...links].join(" · ");
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
