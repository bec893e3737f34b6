import type { Check, Checklist, CheckTable, RunManifest, Verdict } from "@wa-routing/protocol";
import { runLine } from "./run-line.ts";
import { countsText, VERDICT_SIGNS } from "./verdict-sign.ts";

/** How a checklist is printed. */
export interface TextOptions {
  /** Columns; default 80. */
  readonly width?: number;
  /** Whether verdicts are coloured with terminal codes. */
  readonly colour?: boolean;
}

const COLOURS: Readonly<Record<Verdict, string>> = { pass: "32", fail: "31", inconclusive: "33", "not-measured": "90" };

/** The checklist for a terminal: a line with title and verdict for each check, its summary below, and advice where it did not pass. */
export function renderText(
  checklist: Checklist,
  manifest: RunManifest,
  { width = 80, colour = false }: TextOptions = {},
): string {
  const paint = (verdict: Verdict, text: string) => (colour ? `\u001b[${COLOURS[verdict]}m${text}\u001b[39m` : text);
  const lines = checklist.checks.flatMap((check) => checkLines(check, width, paint));
  const counts = countsText(checklist.checks);
  return [
    ...wrapped(runLine(manifest), width, ""),
    "",
    ...lines,
    "",
    `${paint(checklist.verdict, checklist.verdict.toUpperCase())}  ${counts}`,
    "",
  ].join("\n");
}

type Paint = (verdict: Verdict, text: string) => string;

function checkLines(check: Check, width: number, paint: Paint): string[] {
  const { verdict, title, required } = check;
  const optional = required || verdict === "not-measured" ? "" : " (not required)";
  const state = verdict === "pass" ? "" : `  ${verdict.replace("-", " ")}${optional}`;
  const [first = "", ...rest] = wrapped(`${title}${state}`, width - 2, "");
  const lines = [`${paint(verdict, VERDICT_SIGNS[verdict])} ${first}`, ...rest.map((line) => `  ${line}`)];
  lines.push(...wrapped(oneLine(check.summary), width, "    "));
  if (check.table !== undefined) lines.push(...tableLines(check.table, width));
  if (check.advice !== null) lines.push(...wrapped(`→ ${oneLine(check.advice)}`, width, "    "));
  return lines;
}

/** A table in columns, as wide as they need. */
function tableLines({ columns, rows, notes }: CheckTable, width: number): string[] {
  const cells = [columns.map(({ title }) => title), ...rows.map((row) => row.map(oneLine))];
  const widths = columns.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    columns.map(({ align }, column) => {
      const cell = row[column] ?? "";
      return align === "left" ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
    });
  return [
    ...cells.map((row) => `    ${line(row).join("  ")}`.trimEnd()),
    ...notes.flatMap((note) => wrapped(oneLine(note), width, "    ")),
  ];
}

/** Text broken at spaces; a word that is longer than the line is left whole. */
export function wrapped(text: string, width: number, indent: string): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && indent.length + line.length + 1 + word.length > width) {
      lines.push(indent + line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  if (line !== "") lines.push(indent + line);
  return lines;
}

/** Control characters, which could move a terminal's cursor, become spaces. */
function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is replaced.
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, " ");
}
