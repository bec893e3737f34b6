import type { RunComparison } from "@wa-routing/protocol";
import type { AgainstBase } from "./against-base.ts";
import { againstBlock, changesList, LONGEST_NAME_BYTES } from "./against-blocks.ts";
import { checksTable, comparedLine, comparisonSentence, figuresTable, OUTCOME_SIGNS } from "./comparison-words.ts";
import { details, tableBlock } from "./markdown-blocks.ts";
import { fitted, type Ladder, type MarkdownOptions } from "./markdown-room.ts";
import { shortMarkdown, writer } from "./markdown-writer.ts";
import { plainText } from "./plain-text.ts";
import { tableLines } from "./table-lines.ts";
import { wrapped } from "./terminal-text.ts";

/** What changed since an earlier run, for a terminal. */
export function renderRunComparisonText(
  comparison: RunComparison,
  { width = 80 }: { readonly width?: number } = {},
): string {
  const { outcome, figures } = comparison;
  return [
    ...wrapped(plainText(comparedLine(comparison)), width, ""),
    "",
    ...tableLines(checksTable(comparison), width),
    "",
    ...(figures.length === 0 ? [] : [...tableLines(figuresTable(comparison), Math.max(width, FIGURES_WIDTH)), ""]),
    ...wrapped(comparisonSentence(comparison), width, ""),
    "",
    outcome.replace("-", " ").toUpperCase(),
    "",
  ].join("\n");
}

// Narrower, and neither names nor intervals can be read.
const FIGURES_WIDTH = 140;

const LADDER = {
  figures: "the table of figures",
  ends: "the ends of long texts",
  compared: "what was compared",
  checks: "the table of checks",
  changes: "what changed",
} satisfies Ladder<string>;

type Part = keyof typeof LADDER;

/**
 * The same in GitHub-flavoured Markdown, in which no text of others is markup, and which is never larger than it may be.
 *
 * @param options - `baseName`: what readers call the base.
 */
export function renderRunComparisonMarkdown(
  comparison: RunComparison,
  { baseName = "the base", ...options }: MarkdownOptions & { readonly baseName?: string } = {},
): string {
  const { outcome } = comparison;
  return fitted<Part>(
    LADDER,
    (hasRoom) => {
      const write = writer({ whole: hasRoom("ends") });
      return [
        `## ${OUTCOME_SIGNS[outcome]} Against ${shortMarkdown(baseName, LONGEST_NAME_BYTES)}: ${outcome.replace("-", " ")}`,
        "",
        comparisonSentence(comparison),
        "",
        ...(hasRoom("compared") ? [`Compared: ${write(comparedLine(comparison))}.`, ""] : []),
        ...(hasRoom("changes") ? changesList(comparison, write) : []),
        ...details("Every check", hasRoom("checks") ? tableBlock(checksTable(comparison)) : []),
        ...details("Every figure", hasRoom("figures") ? tableBlock(figuresTable(comparison)) : []),
      ].join("\n");
    },
    options,
  );
}

/** What a run was compared with, in Markdown: all of it, or why there is nothing. */
export function renderAgainstMarkdown(against: AgainstBase, options: Pick<MarkdownOptions, "maxBytes"> = {}): string {
  const { name: baseName } = against;
  if (against.found === "comparison") return renderRunComparisonMarkdown(against.comparison, { ...options, baseName });
  return againstBlock(against, { told: true, write: writer({ whole: false }) }).join("\n");
}
