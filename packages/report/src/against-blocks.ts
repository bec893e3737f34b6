import type { RunComparison } from "@wa-routing/protocol";
import type { AgainstBase } from "./against-base.ts";
import { commitLink } from "./commit-link.ts";
import {
  changeSign,
  changeText,
  checksTable,
  comparedLine,
  comparisonSentence,
  figureName,
  figuresTable,
} from "./comparison-words.ts";
import { bold, tableBlock } from "./markdown-blocks.ts";
import { shortMarkdown, type Writer } from "./markdown-writer.ts";

/** What readers call a base. */
export const LONGEST_NAME_BYTES = 120;

/** What came of the comparison in a sentence, and, where that is asked for, what changed or why nothing can be compared. */
export function againstBlock(
  against: AgainstBase,
  { told, write }: { readonly told: boolean; readonly write: Writer },
): string[] {
  const commit = against.commit === null ? "" : ` (${commitLink(against.commit)})`;
  const heading = `**Against ${shortMarkdown(against.name, LONGEST_NAME_BYTES)}**${commit}:`;
  if (against.found === "comparison") {
    const sentence = `${heading} ${comparisonSentence(against.comparison)}`;
    return [sentence, "", ...(told ? changesList(against.comparison, write) : [])];
  }
  if (!told || against.reasons.length === 0) return [`${heading} not compared.`, ""];
  const [first = "", ...more] = against.reasons;
  if (more.length === 0) return [`${heading} not compared: ${write(first)}.`, ""];
  return [`${heading} not compared.`, "", ...against.reasons.map((reason) => `- ${write(reason)}`), ""];
}

/** A line for whatever is not as it was, or cannot be told of a required check. */
export function changesList({ checks, figures }: RunComparison, write: Writer): string[] {
  const lines = [
    ...checks
      .filter(({ change, required }) => change.finding === "changed" || (required && change.finding === "cannot-tell"))
      .map(({ title, base, run, change }) => `${changeSign(change)} ${write(`${title}: ${base} → ${run}`)}`),
    ...figures
      .filter(({ change }) => change.finding === "changed")
      .map((figure) => {
        const name = figure.scenario === null ? figureName(figure) : `${figure.scenario}, ${figureName(figure)}`;
        return `${changeSign(figure.change)} ${write(`${name}: ${changeText(figure.change)}`)}`;
      }),
  ];
  return lines.length === 0 ? [] : [...lines.map((line) => `- ${line}`), ""];
}

/** What was compared, every check and every figure. */
export function againstTables(against: AgainstBase, write: Writer): string[] {
  if (against.found !== "comparison") return [];
  const { name, comparison } = against;
  return [
    bold(`Against ${name}`),
    "",
    `${write(comparedLine(comparison))}.`,
    "",
    ...tableBlock(checksTable(comparison)),
    ...tableBlock(figuresTable(comparison)),
    "",
  ];
}
