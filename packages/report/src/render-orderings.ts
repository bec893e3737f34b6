import type { CheckTable, OrderingComparison, OrderingFit } from "@wa-routing/protocol";
import stringWidth from "string-width";
import { escapeMarkdown } from "./escape-markdown.ts";
import { tableRow } from "./markdown-blocks.ts";
import { fitted, type Ladder, type MarkdownOptions } from "./markdown-room.ts";
import { type Writer, writer } from "./markdown-writer.ts";
import { percent } from "./percent.ts";
import { plainText } from "./plain-text.ts";
import { padded, wrapped } from "./terminal-text.ts";
import { orderingsSentence } from "./verdict-sentence.ts";
import { VERDICT_SIGNS } from "./verdict-sign.ts";

/** The table that tells orderings apart, for a terminal: a row for each rule, a column for each ordering that was run. */
export function renderOrderingsText(comparison: OrderingComparison, { width = 80 }: { readonly width?: number } = {}) {
  const { runs, verdict } = comparison;
  const table = rulesTable(comparison);
  const header = table.columns.map(({ title }) => plainText(title));
  const rows = table.rows.map((row) => row.map(plainText));
  const columns = header.map((_, column) =>
    Math.max(...[header, ...rows].map((row) => Math.min(stringWidth(row[column] as string), COLUMN_WIDTH))),
  );
  const lines = [header, ...rows].flatMap((row) => tableLines(row, columns));
  const judged = runs.flatMap((run) => {
    const [first = "", ...rest] = wrapped(plainText(`${run.ordering}: ${run.summary}`), width - 2, "");
    return [`${VERDICT_SIGNS[run.verdict]} ${first}`, ...rest.map((line) => `  ${line}`)];
  });
  return [
    ...wrapped(plainText(headline(comparison)), width, ""),
    "",
    ...lines,
    "",
    ...judged,
    "",
    ...wrapped(`${verdict.toUpperCase()}  ${orderingsSentence({ verdict, parts: runs })}`, width, ""),
    "",
  ].join("\n");
}

const COLUMN_WIDTH = 26;

/** One row of the table, on as many lines as its tallest cell has. */
function tableLines(row: readonly string[], columns: readonly number[]): string[] {
  const cells = row.map((text) =>
    wrapped(unbroken(text), COLUMN_WIDTH, "").map((part) => part.replaceAll(JOINED, " ")),
  );
  const height = Math.max(...cells.map(({ length }) => length));
  return Array.from({ length: height }, (_, line) =>
    cells
      .map((cell, column) => padded(cell[line] ?? "", columns[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

const JOINED = "\u00a0";

/** Numbers stay on one line with what belongs to them. */
function unbroken(text: string): string {
  return text.replace(/ (?=%)|(?<=\bp) | (?=[\de.-]+\))/g, JOINED);
}

const LADDER = {
  ends: "the ends of long texts",
  table: "the table of rules",
  told: "what each run showed",
  runs: "the runs",
} satisfies Ladder<string>;

type Part = keyof typeof LADDER;

/** The same in GitHub-flavoured Markdown, in which no text of others is markup, and which is never larger than it may be. */
export function renderOrderingsMarkdown(comparison: OrderingComparison, options: MarkdownOptions = {}): string {
  const { runs, verdict } = comparison;
  return fitted<Part>(
    LADDER,
    (hasRoom) =>
      [
        `## ${VERDICT_SIGNS[verdict]} Orderings told apart: ${verdict}`,
        "",
        orderingsSentence({ verdict, parts: runs }),
        "",
        ...(hasRoom("told") ? [`${writer({ whole: hasRoom("ends") })(headline(comparison))}.`, ""] : []),
        ...(hasRoom("table") ? orderingsTable(comparison) : []),
        ...(hasRoom("runs")
          ? orderingsList(comparison, { told: hasRoom("told"), write: writer({ whole: hasRoom("ends") }) })
          : []),
      ].join("\n"),
    options,
  );
}

/** A row for each rule, a column for each run, in Markdown. */
export function orderingsTable(comparison: OrderingComparison): string[] {
  const { columns, rows } = rulesTable(comparison);
  const row = (cells: readonly string[]) => tableRow(cells.map(escapeMarkdown));
  return [
    row(columns.map(({ title }) => title)),
    `|---|${columns
      .slice(1)
      .map(() => "---|")
      .join("")}`,
    ...rows.map(row),
    "",
  ];
}

/** A row for each rule, a column for each run: what it says of that run's order. */
export function rulesTable(comparison: OrderingComparison): CheckTable {
  const { runs, rules } = comparison;
  return {
    columns: ["explained by", ...runs.map(({ ordering }) => ordering)].map((title) => ({ title, align: "left" })),
    rows: rules.map((rule) => [rule, ...cellsOf(comparison, rule)]),
    notes: [],
  };
}

/** A line for each run: its sign, its ordering, and, where that is asked for, what it showed. */
export function orderingsList(
  { runs }: OrderingComparison,
  { told, write }: { readonly told: boolean; readonly write: Writer },
): string[] {
  const line = ({ verdict, ordering, summary }: OrderingComparison["runs"][number]) =>
    `- ${VERDICT_SIGNS[verdict]} ${write(told ? `${ordering}: ${summary}` : ordering)}`;
  return [...runs.map(line), ""];
}

/** What was run, in one line. */
export function headline({ runs, scenarios, seed }: OrderingComparison): string {
  return `${scenarios.join(", ")} under ${runs.map(({ ordering }) => ordering).join(", ")}, seed ${seed}`;
}

function cellsOf({ runs, scenarios }: OrderingComparison, rule: string): string[] {
  return runs.map(({ fits }) => {
    const fit = fits.find((candidate) => candidate.rule === rule);
    return fit === undefined ? "undecided" : cell(fit, scenarios.length > 1);
  });
}

/** `explains (agreement 98 %, 576 decisive pairs)`, `refuted (agreement 0 %, p < 1e-9; wait-time-boost)`, `undecided`, `equal to fcfs` */
function cell({ fit, equalTo, agreeing, decisivePairs, pValue, scenarios }: OrderingFit, named: boolean): string {
  if (equalTo !== null) return `equal to ${equalTo}`;
  if (decisivePairs === 0) return fit;
  const agreement = `agreement ${percent(agreeing / decisivePairs)}`;
  if (fit !== "refuted") return `${fit} (${agreement}, ${decisivePairs} decisive pairs)`;
  const chance = pValue === null ? "" : `, ${pValue < 1e-9 ? "p < 1e-9" : `p = ${pValue.toPrecision(2)}`}`;
  return `refuted (${agreement}${chance}${named ? `; ${scenarios.join(", ")}` : ""})`;
}
