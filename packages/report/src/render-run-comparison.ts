import type { RunComparison } from "@wa-routing/protocol";
import {
  changeSign,
  changeText,
  checksTable,
  comparedLine,
  comparisonSentence,
  figureName,
  figuresTable,
  OUTCOME_SIGNS,
} from "./comparison-words.ts";
import { details, tableBlock } from "./markdown-blocks.ts";
import { fitted, type Ladder, type MarkdownOptions } from "./markdown-room.ts";
import { type Writer, writer } from "./markdown-writer.ts";
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

/** The same in GitHub-flavoured Markdown, in which no text of others is markup, and which is never larger than it may be. */
export function renderRunComparisonMarkdown(comparison: RunComparison, options: MarkdownOptions = {}): string {
  const { outcome } = comparison;
  return fitted<Part>(
    LADDER,
    (hasRoom) => {
      const write = writer({ whole: hasRoom("ends") });
      return [
        `## ${OUTCOME_SIGNS[outcome]} Against the base: ${outcome.replace("-", " ")}`,
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

/** A line for whatever is not as it was, or cannot be told of a required check. */
function changesList({ checks, figures }: RunComparison, write: Writer): string[] {
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
