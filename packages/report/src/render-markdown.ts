import type { Check, Checklist, CheckTable, RunManifest } from "@wa-routing/protocol";
import { escapeMarkdown } from "./escape-markdown.ts";
import { figureText } from "./figure-text.ts";
import { lostEvidence } from "./lost-evidence.ts";
import { runLine } from "./run-line.ts";
import { countsText, VERDICT_SIGNS } from "./verdict-sign.ts";
import { type WaitsReport, waitsReport } from "./waits-report.ts";

/** The checklist in GitHub-flavoured Markdown: a verdict, a list of twelve, and the figures behind each, folded away. */
export function renderMarkdown(checklist: Checklist, manifest: RunManifest): string {
  const { verdict, checks } = checklist;
  const report = waitsReport(checklist.waits);
  return [
    `## ${VERDICT_SIGNS[verdict]} Workload-aware routing: ${verdict}`,
    "",
    `${escapeMarkdown(countsText(checks))}. ${escapeMarkdown(runLine(manifest))}.`,
    "",
    ...lostEvidence(manifest).flatMap((text) => [escapeMarkdown(text), ""]),
    "| | Success metric | What was seen |",
    "|---|---|---|",
    ...checks.map(tableRow),
    "",
    ...checks.flatMap(({ title, table }) =>
      table === undefined ? [] : [`**${escapeMarkdown(title)}**`, "", ...tableLines(table), ""],
    ),
    ...waitsLines(report),
    "<details>",
    "<summary>Figures and evidence</summary>",
    "",
    ...checks.filter(({ figures, evidence }) => figures.length + evidence.length > 0).flatMap(figureLines),
    ...waitsFigureLines(report),
    "</details>",
    "",
  ].join("\n");
}

function tableRow({ verdict, title, summary, because, advice, required }: Check): string {
  const optional = required || verdict === "not-measured" ? "" : " (not required)";
  const why = because === null ? "" : ` ${escapeMarkdown(because)}`;
  const next = advice === null ? "" : `<br>→ ${escapeMarkdown(advice)}`;
  return `| ${VERDICT_SIGNS[verdict]} | ${escapeMarkdown(title)}${optional} | ${escapeMarkdown(summary)}${why}${next} |`;
}

function tableLines({ columns, rows, notes }: CheckTable): string[] {
  return [
    `| ${columns.map(({ title }) => escapeMarkdown(title)).join(" | ")} |`,
    `|${columns.map(({ align }) => (align === "left" ? "---" : "--:")).join("|")}|`,
    ...rows.map((row) => `| ${row.map(escapeMarkdown).join(" | ")} |`),
    "",
    ...(notes.length === 0 ? [] : [notes.map(escapeMarkdown).join(" ")]),
  ];
}

function figureLines({ id, verdict, figures, evidence }: Check): string[] {
  return [
    `**${escapeMarkdown(id)}** ${VERDICT_SIGNS[verdict]}`,
    "",
    ...figures.map((figure) => `- ${escapeMarkdown(figureText(figure))}`),
    ...evidence.map((text) => `- ${escapeMarkdown(text)}`),
    "",
  ];
}

function waitsLines(report: WaitsReport | null): string[] {
  if (report === null) return [];
  return [
    `### ${report.title}`,
    "",
    escapeMarkdown(report.introduction),
    "",
    ...report.tables.flatMap(({ scenario, table, sentence }) => [
      `**${escapeMarkdown(scenario)}**`,
      "",
      ...tableLines(table),
      escapeMarkdown(sentence),
      "",
    ]),
    ...(report.notes.length === 0 ? [] : [report.notes.map(escapeMarkdown).join(" "), ""]),
  ];
}

function waitsFigureLines(report: WaitsReport | null): string[] {
  const tables = report?.tables.filter(({ figures }) => figures.length > 0) ?? [];
  return tables.flatMap(({ scenario, figures }) => [
    `**Who waited: ${escapeMarkdown(scenario)}**`,
    "",
    ...figures.map((figure) => `- ${escapeMarkdown(figureText(figure))}`),
    "",
  ]);
}
