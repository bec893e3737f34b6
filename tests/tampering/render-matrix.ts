import { type Cell, type CheckName, EVERY_CHECK } from "./tampering-cell.ts";

const COLUMNS = [
  { title: "file", width: 17 },
  { title: "tampering", width: 27 },
  { title: "checks that stop passing", width: 72 },
] as const;

/** The matrix as a table for people: file × tampering × checks that stop passing. Neighbours of one outcome share a row. */
export function renderMatrix(cells: readonly Cell[]): string {
  const rows: { file: string; ways: string[]; outcome: string }[] = [];
  for (const cell of cells) {
    const [last, outcome] = [rows.at(-1), outcomeOf(cell)];
    if (last?.file === cell.file && last.outcome === outcome) last.ways.push(cell.way);
    else rows.push({ file: cell.file, ways: [cell.way], outcome });
  }
  const table = rows.map(({ file, ways, outcome }, index) => [
    file === rows[index - 1]?.file ? "" : file,
    ways.join(", "),
    outcome,
  ]);
  return [COLUMNS.map(({ title }) => title), COLUMNS.map(({ width }) => "─".repeat(width)), ...table]
    .flatMap((row) => linesOf(row))
    .join("\n");
}

function outcomeOf({ refused, scenario, harmless, inconclusive = [], fail = [], silent = [], gap = [] }: Cell): string {
  if (refused !== undefined) return `refused: ${refused}`;
  const parts = [
    ...(harmless === undefined ? [] : [`none: ${harmless}`]),
    ...(inconclusive.length > 0 ? [list(inconclusive)] : []),
    ...(fail.length > 0 ? [`fails: ${list(fail)}`] : []),
    ...(silent.length > 0 ? [`silent: ${list(silent)}`] : []),
    ...(gap.length > 0 ? [`not yet inconclusive: ${list(gap)}`] : []),
  ];
  return `${parts.join("; ")}${scenario === undefined ? "" : ` (in ${scenario})`}`;
}

function list(checks: readonly CheckName[]): string {
  const others = checks.filter((check) => !EVERY_CHECK.includes(check));
  return (checks.length - others.length === EVERY_CHECK.length ? ["every check", ...others] : checks).join(", ");
}

function linesOf(row: readonly string[]): string[] {
  const cells = COLUMNS.map(({ width }, column) => wrap(row[column] ?? "", width));
  return Array.from({ length: Math.max(...cells.map(({ length }) => length)) }, (_, line) =>
    COLUMNS.map(({ width }, column) => (cells[column]?.[line] ?? "").padEnd(width))
      .join("  ")
      .trimEnd(),
  );
}

function wrap(text: string, width: number): string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const last = lines.at(-1) as string;
    if (last !== "" && last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = last === "" ? word : `${last} ${word}`;
  }
  return lines;
}
