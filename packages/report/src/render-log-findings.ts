import type { CheckTable, LogFindings } from "@wa-routing/protocol";
import { plainText } from "./plain-text.ts";
import { checkLines, painting, type TextOptions } from "./render-text.ts";
import { tableLines } from "./table-lines.ts";
import { bulleted, wrapped } from "./terminal-text.ts";
import { countsText } from "./verdict-sign.ts";

const ORDER: Readonly<Record<LogFindings["order"], string>> = {
  counted: "A run would know the order of dispatch exactly: it was counted in the queue.",
  "line-order":
    "A run would take the order of the dispatch lines for the order of dispatch, if its control arm shows that it can.",
  unknown: "A run could not read the order of dispatch from it: no dispatch line names a request.",
};

/** What a router's log shows by itself, for a terminal. */
export function renderLogFindings(
  findings: LogFindings,
  name: string,
  { width = 80, colour = false, verbose = false }: TextOptions = {},
): string {
  const paint = painting(colour);
  const { lines, markedLines, forms, unknownLines, requests, workloads } = findings;
  const written = forms.length === 0 ? "" : ` It is written as ${forms.map(({ form }) => form).join(", ")}.`;
  const unread = unknownLines === 0 ? "" : ` ${unknownLines} lines were not understood.`;
  const about = `${name}: ${lines} lines, ${markedLines} of them log points, about ${requests} requests of ${workloads} workloads.${written}${unread}`;
  return [
    ...wrapped(plainText(about), width, ""),
    "",
    ...tableLines(pointsTable(findings), width),
    ...otherLines(findings, width),
    ...bullets(unknownTexts(findings), width, "  "),
    "",
    ...findings.checks.flatMap((check) => [
      ...checkLines(check, { width, verbose }, paint),
      ...(verbose || check.verdict === "pass" ? [] : bullets(check.evidence, width, "    ")),
    ]),
    "",
    ...wrapped(ORDER[findings.order], width, ""),
    ...wantedLines(findings, width),
    "",
    `${paint(findings.verdict, findings.verdict.toUpperCase())}  ${countsText(findings.checks)}`,
    "",
  ].join("\n");
}

function pointsTable({ points }: LogFindings): CheckTable {
  return {
    columns: [
      { title: "log point", align: "left" },
      { title: "lines", align: "right" },
      { title: "that name their request", align: "right" },
    ],
    rows: points.map(({ message, lines, unnamed }) => [message, String(lines), String(lines - unnamed)]),
    notes: [],
  };
}

function otherLines({ otherLines: others, damage, damagedLines }: LogFindings, width: number): string[] {
  const read = others.map(({ event, lines }) => `${event} ${lines}`);
  const damaged = damage.map(({ message, lacks, lines, firstLine }) => {
    const what = lacks.length === 0 ? "cannot be read" : `lacks ${lacks.join(", ")}`;
    return `${message}: ${what} (${lines} lines, the first is line ${firstLine})`;
  });
  return [
    ...(read.length === 0 ? [] : wrapped(`Other lines that are read: ${read.join(", ")}.`, width, "")),
    ...(damagedLines === 0 ? [] : [`${damagedLines} lines are damaged:`, ...bullets(damaged, width, "  ")]),
  ];
}

function unknownTexts({ unknown }: LogFindings): string[] {
  return unknown.map(({ lines, example }) => `not understood, ${lines} like this: ${example}`);
}

function wantedLines({ wanted }: LogFindings, width: number): string[] {
  if (wanted.length === 0) return [];
  const texts = wanted.map(({ field, on, buys }) => `${field} (${on}): ${buys}`);
  return ["", "More could be judged with:", ...bullets(texts, width, "  ")];
}

function bullets(texts: readonly string[], width: number, indent: string): string[] {
  return texts.flatMap((text) => bulleted(text, width, indent));
}
