import type { Check, Checklist } from "@wa-routing/protocol";
import { escapeMarkdown } from "./escape-markdown.ts";
import { figureText } from "./figure-text.ts";
import { bold, tableBlock, tableRow } from "./markdown-blocks.ts";
import { metricGroups } from "./metric-groups.ts";
import { VERDICT_SIGNS } from "./verdict-sign.ts";
import { type WaitsReport, waitsReport } from "./waits-report.ts";

/** What was seen for each success metric, under the headings of their groups, and what to do where it did not pass. */
export function metricsTable(checks: readonly Check[]): string[] {
  return [
    tableRow(["", "Success metric", "What was seen"]),
    "|---|---|---|",
    ...metricGroups(checks).flatMap(({ title, checks: own }) => [
      tableRow(["", bold(title), ""]),
      ...own.map(metricRow),
    ]),
    "",
  ];
}

function metricRow(check: Check): string {
  const { verdict, title, because, advice, summary } = check;
  const why = because === null ? "" : ` ${escapeMarkdown(because)}`;
  const next = advice === null ? "" : `<br>→ ${escapeMarkdown(advice)}`;
  return tableRow([
    VERDICT_SIGNS[verdict],
    `${escapeMarkdown(title)}${optionalText(check)}`,
    `${escapeMarkdown(summary)}${why}${next}`,
  ]);
}

/** The sign of each success metric, by title under the headings of their groups; else by id. */
export function metricsList(checks: readonly Check[], { titles }: { readonly titles: boolean }): string[] {
  if (!titles) return [...checks.map(({ id, verdict }) => `- ${VERDICT_SIGNS[verdict]} ${escapeMarkdown(id)}`), ""];
  return metricGroups(checks).flatMap(({ title, checks: own }) => [bold(title), "", ...own.map(metricLine), ""]);
}

function metricLine(check: Check): string {
  const { verdict, title } = check;
  const word = verdict === "pass" ? "" : `: **${verdict.replace("-", " ")}**${optionalText(check)}`;
  return `- ${VERDICT_SIGNS[verdict]} ${escapeMarkdown(title)}${word}`;
}

/** ` (not required)` beside a verdict on which the run's own does not rest. */
export function optionalText({ verdict, required }: Pick<Check, "verdict" | "required">): string {
  return required || verdict === "not-measured" ? "" : " (not required)";
}

/** The tables that stand beside verdicts. */
export function checkTables(checks: readonly Check[]): string[] {
  return checks.flatMap(({ title, table }) => (table === undefined ? [] : [bold(title), "", ...tableBlock(table), ""]));
}

/** The figures and single observations behind each verdict. */
export function checkFigures(checks: readonly Check[]): string[] {
  const withSome = checks.filter(({ figures, evidence }) => figures.length + evidence.length > 0);
  return withSome.flatMap(({ id, verdict, figures, evidence }) => [
    `${bold(id)} ${VERDICT_SIGNS[verdict]}`,
    "",
    ...[...figures.map(figureText), ...evidence].map((text) => `- ${escapeMarkdown(text)}`),
    "",
  ]);
}

/** Who waited, in a table for each scenario. */
export function waitsTables(waits: Checklist["waits"]): string[] {
  const report = waitsReport(waits);
  if (report === null) return [];
  return [
    `### ${report.title}`,
    "",
    escapeMarkdown(report.introduction),
    "",
    ...report.tables.flatMap(({ scenario, table, sentence }) => [
      bold(scenario),
      "",
      ...tableBlock(table),
      escapeMarkdown(sentence),
      "",
    ]),
    ...(report.notes.length === 0 ? [] : [report.notes.map(escapeMarkdown).join(" "), ""]),
  ];
}

/** The figures behind who waited. */
export function waitsFigures(waits: Checklist["waits"]): string[] {
  return withFigures(waitsReport(waits)).flatMap(({ scenario, figures }) => [
    bold(`Who waited: ${scenario}`),
    "",
    ...figures.map((figure) => `- ${escapeMarkdown(figureText(figure))}`),
    "",
  ]);
}

function withFigures(report: WaitsReport | null): WaitsReport["tables"] {
  return report?.tables.filter(({ figures }) => figures.length > 0) ?? [];
}
