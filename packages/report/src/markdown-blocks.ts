import type { CheckTable } from "@wa-routing/protocol";
import { escapeMarkdown } from "./escape-markdown.ts";

// GitHub's own addresses are far shorter; a longer one would eat the room of what it leads to.
const LONGEST_URL = 400;

/** A link, where the address is a plain http or https one; else null. The label is Markdown. */
export function link(label: string, address: string | null): string | null {
  if (address === null || !URL.canParse(address)) return null;
  const { protocol, username, password, href } = new URL(address);
  if (!["http:", "https:"].includes(protocol) || username !== "" || password !== "") return null;
  const target = href
    .replace(/[^\w\-.~:/?#%&=,;+@!]/g, (character) => encodeURIComponent(character).replace(/[()*']/g, hex))
    .replaceAll("&", "&amp;");
  return target.length > LONGEST_URL ? null : `[${label}](${target})`;
}

function hex(character: string): string {
  return `%${character.charCodeAt(0).toString(16)}`;
}

/** Somebody's text in bold. */
export function bold(text: string): string {
  const escaped = escapeMarkdown(text);
  return escaped === "" ? "" : `**${escaped}**`;
}

/** A row of a table; the cells are Markdown. */
export function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

/** A table that stands beside a verdict, its notes below, and an empty line. */
export function tableBlock({ columns, rows, notes }: CheckTable): string[] {
  return [
    tableRow(columns.map(({ title }) => escapeMarkdown(title))),
    `|${columns.map(({ align }) => (align === "left" ? "---" : "--:")).join("|")}|`,
    ...rows.map((row) => tableRow(row.map(escapeMarkdown))),
    "",
    ...(notes.length === 0 ? [] : [notes.map(escapeMarkdown).join(" ")]),
  ];
}

/** Blocks that are folded away; none where there are none. */
export function details(summary: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["<details>", `<summary>${summary}</summary>`, "", ...lines, "</details>", ""];
}
