import type { CheckTable } from "@wa-routing/protocol";
import { plainText } from "./plain-text.ts";
import { shortened, wrapped } from "./terminal-text.ts";

const NARROWEST = 8;

/** A table for a terminal: columns as wide as they need; where that is too much the widest gives way. Notes are broken at the width. */
export function tableLines({ columns, rows, notes }: CheckTable, width: number): string[] {
  const cells = [columns.map(({ title }) => plainText(title)), ...rows.map((row) => row.map(plainText))];
  const widths = columns.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const widest = widths.indexOf(Math.max(...widths));
  const excess = widths.reduce((sum, of) => sum + of + 2, -2) - width;
  if (excess > 0) widths[widest] = Math.max(NARROWEST, (widths[widest] ?? 0) - excess);
  const line = (row: readonly string[]) =>
    columns.map(({ align }, column) => {
      const cell = shortened(row[column] ?? "", widths[column] ?? 0);
      return align === "left" ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
    });
  return [
    ...cells.map((row) => line(row).join("  ").trimEnd()),
    ...notes.flatMap((note) => wrapped(plainText(note), width, "")),
  ];
}
