import type { CheckTable } from "@wa-routing/protocol";
import { oneLine, wrapped } from "./terminal-text.ts";

/** A table for a terminal: columns as wide as they need, the notes below broken at the width. */
export function tableLines({ columns, rows, notes }: CheckTable, width: number): string[] {
  const cells = [columns.map(({ title }) => title), ...rows.map((row) => row.map(oneLine))];
  const widths = columns.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    columns.map(({ align }, column) => {
      const cell = row[column] ?? "";
      return align === "left" ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
    });
  return [
    ...cells.map((row) => line(row).join("  ").trimEnd()),
    ...notes.flatMap((note) => wrapped(oneLine(note), width, "")),
  ];
}
