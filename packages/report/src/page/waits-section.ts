import type { Checklist } from "@wa-routing/protocol";
import { figureText } from "../figure-text.ts";
import { waitsReport } from "../waits-report.ts";
import { escapeHtml } from "./escape-html.ts";
import { folded, htmlList, htmlTable, notesOf } from "./html-table.ts";

/** Who waited, scenario by scenario; nothing where nothing is known. */
export function waitsSection(waits: Checklist["waits"]): string {
  const report = waitsReport(waits);
  if (report === null) return "";
  return `<h2>${report.title}</h2>
<p>${escapeHtml(report.introduction)}</p>
${report.tables
  .map(
    ({ scenario, table, sentence, figures }) => `${htmlTable(table, scenario)}
<p class="summary">${escapeHtml(sentence)}</p>
${folded(`${scenario}: figures`, htmlList(figures.map(figureText)))}`,
  )
  .join("\n")}
${notesOf(report.notes)}
`;
}
