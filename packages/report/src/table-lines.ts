import type { CheckTable } from "@wa-routing/protocol";
import stringWidth from "string-width";
import { plainText } from "./plain-text.ts";
import { padded, shortened, wrapped } from "./terminal-text.ts";

const NARROWEST = 8;

/** A table for a terminal: columns as wide as they need; where that is too much the widest gives way. Notes are broken at the width. */
export function tableLines({ columns, rows, notes }: CheckTable, width: number): string[] {
  const cells = [columns.map(({ title }) => plainText(title)), ...rows.map((row) => row.map(plainText))];
  const widths = columns.map((_, column) => Math.max(...cells.map((row) => stringWidth(row[column] ?? ""))));
  const widest = widths.indexOf(Math.max(...widths));
  const excess = widths.reduce((sum, of) => sum + of + 2, -2) - width;
  if (excess > 0) widths[widest] = Math.max(NARROWEST, (widths[widest] ?? 0) - excess);
  const line = (row: readonly string[]) =>
    columns.map(({ align }, column) => {
      const cell = shortened(row[column] ?? "", widths[column] ?? 0);
      return padded(cell, widths[column] ?? 0, align);
    });
  return [
    ...cells.map((row) => line(row).join("  ").trimEnd()),
    ...notes.flatMap((note) => wrapped(plainText(note), width, "")),
  ];
}
