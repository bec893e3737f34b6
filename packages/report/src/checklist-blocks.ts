import type { Check, Checklist, RunManifest } from "@wa-routing/protocol";
import { adviceOnce } from "./advice-once.ts";
import { escapeMarkdown } from "./escape-markdown.ts";
import { figureText } from "./figure-text.ts";
import { lostEvidence } from "./lost-evidence.ts";
import { bold, tableBlock, tableRow } from "./markdown-blocks.ts";
import type { Writer } from "./markdown-writer.ts";
import { metricGroups } from "./metric-groups.ts";
import { runLine } from "./run-line.ts";
import { VERDICT_SIGNS } from "./verdict-sign.ts";
import { type WaitsReport, waitsReport } from "./waits-report.ts";

/** What was run, and what is known to be lost of its evidence. */
export function runBlock(manifest: RunManifest, write: Writer): string[] {
  return [`${write(runLine(manifest))}.`, "", ...lostEvidence(manifest).flatMap((text) => [write(text), ""])];
}

/** What was seen for each success metric, under the headings of their groups, and what to do where it did not pass. */
export function metricsTable(checks: readonly Check[], write: Writer): string[] {
  return [
    tableRow(["", "Success metric", "What was seen"]),
    "|---|---|---|",
    ...metricGroups(adviceOnce(checks)).flatMap(({ title, checks: own }) => [
      tableRow(["", bold(title), ""]),
      ...own.map((check) => metricRow(check, write)),
    ]),
    "",
  ];
}

function metricRow(check: Check, write: Writer): string {
  const { verdict, title, advice } = check;
  const next = advice === null ? "" : `<br>→ ${write(advice)}`;
  return tableRow([
    VERDICT_SIGNS[verdict],
    `${write(title)}${optionalText(check)}`,
    `${seenText(check, write)}${next}`,
  ]);
}

/** What was seen, and why it can be believed. */
export function seenText({ summary, because }: Check, write: Writer): string {
  return because === null ? write(summary) : `${write(summary)} ${write(because)}`;
}

/** The sign of each success metric, by title under the headings of their groups; else by id. */
export function metricsList(checks: readonly Check[], { titles }: { readonly titles: Writer | null }): string[] {
  if (titles === null)
    return [...checks.map(({ id, verdict }) => `- ${VERDICT_SIGNS[verdict]} ${escapeMarkdown(id)}`), ""];
  return metricGroups(checks).flatMap(({ title, checks: own }) => [
    bold(title),
    "",
    ...own.map((check) => `- ${VERDICT_SIGNS[check.verdict]} ${titles(check.title)}${verdictText(check)}`),
    "",
  ]);
}

function verdictText(check: Check): string {
  const { verdict } = check;
  return verdict === "pass" ? "" : `: **${verdict.replace("-", " ")}**${optionalText(check)}`;
}

/** ` (not required)` beside a verdict on which the run's own does not rest. */
function optionalText({ verdict, required }: Check): string {
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

/** Checks that do not say why they can be believed, where they passed. */
export function withoutGrounds(checks: readonly Check[]): Check[] {
  return checks.map((check) => (check.verdict === "pass" ? { ...check, because: null } : check));
}
