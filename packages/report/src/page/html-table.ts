import type { CheckTable } from "@wa-routing/protocol";
import { escapeHtml } from "./escape-html.ts";

/** A table with its caption, in a box of its own that scrolls where it is too wide, also by keyboard; its notes below. */
export function htmlTable({ columns, rows, notes }: CheckTable, caption: string): string {
  const head = columns.map(({ title, align }) => {
    // An empty header says nothing to a screen reader: such a column has none.
    return title === "" ? `<td class="${align}"></td>` : `<th scope="col" class="${align}">${escapeHtml(title)}</th>`;
  });
  const body = rows.map((row) => {
    const cells = columns.map(({ align }, column) => `<td class="${align}">${escapeHtml(row[column] ?? "")}</td>`);
    return `<tr>${cells.join("")}</tr>`;
  });
  return `${scroller(
    caption,
    `<table><caption>${escapeHtml(caption)}</caption>
<thead><tr>${head.join("")}</tr></thead>
<tbody>${body.join("\n")}</tbody></table>`,
  )}${notesOf(notes)}`;
}

/** Something wide, in a box that scrolls by keyboard too. */
export function scroller(label: string, content: string): string {
  return `<div class="scroll" tabindex="0" role="group" aria-label="${escapeHtml(label)}">${content}</div>`;
}

/** Sentences below a table. */
export function notesOf(notes: readonly string[]): string {
  return notes.length === 0 ? "" : `\n<p class="muted small">${escapeHtml(notes.join(" "))}</p>`;
}

/** What is folded away; nothing where there is nothing. */
export function folded(summary: string, content: string): string {
  return content === "" ? "" : `<details><summary>${escapeHtml(summary)}</summary>${content}</details>\n`;
}

/** Texts as a list. */
export function htmlList(texts: readonly string[]): string {
  return texts.length === 0 ? "" : `<ul>${texts.map((text) => `<li>${escapeHtml(text)}</li>`).join("")}</ul>`;
}
