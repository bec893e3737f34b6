import { appendFileSync, statSync } from "node:fs";
import {
  escapeMarkdown,
  type MarkdownOptions,
  renderAgainstMarkdown,
  renderMarkdown,
  renderOrderingsMarkdown,
} from "@wa-routing/report";
import type { ActionEnd } from "../action-end.ts";

/** GitHub drops a summary that is larger, the whole of it. */
const LARGEST_BYTES = 1024 * 1024;

/** For what GitHub counts along, and for what other tools of the step may still write. */
const HEADROOM_BYTES = 64 * 1024;

/** What a comparison takes of it at most. */
const COMPARISON_BYTES = 128 * 1024;

/** A process's last words can be many. */
const LONGEST_QUOTE = 4000;

/** What is told beside the checklist. */
export interface SummaryOptions {
  readonly notices: readonly string[];
  readonly artifactUrl: string | null;
  readonly maxBytes: number;
}

/** The summary of a step: what went wrong, the checklist in as much detail as there is room for, what could not be done. */
export function summaryOf(end: ActionEnd, { notices, artifactUrl, maxBytes }: SummaryOptions): string {
  const { result, problems, against } = end;
  const title = result.result === "none" ? ["## Workload-aware routing: nothing was measured", ""] : [];
  const before = [...title, ...problems.flatMap(quoteLines)].join("\n");
  const compared = against === null ? "" : renderAgainstMarkdown(against, { maxBytes: COMPARISON_BYTES });
  const after = [compared, ...evidenceLine(end, artifactUrl), ...notices.flatMap(quoteLines)].join("\n");
  const room = { artifactUrl, maxBytes: maxBytes - Buffer.byteLength(`${before}\n${after}\n`) };
  return `${[before, bodyOf(result, room), after].filter((text) => text !== "").join("\n")}\n`;
}

function bodyOf(result: ActionEnd["result"], room: MarkdownOptions): string {
  switch (result.result) {
    case "none":
      return "";
    case "checklist":
      return renderMarkdown(result.checklist, result.manifest, room);
    case "comparison":
      return renderOrderingsMarkdown(result.comparison, room);
  }
}

function evidenceLine({ result }: ActionEnd, artifactUrl: string | null): string[] {
  if (artifactUrl === null) return [];
  const held =
    "`report.html` (the page with its pictures), `trace.json` (the timeline, for ui.perfetto.dev) and all evidence";
  return [`In [the artifact](${artifactUrl}): ${result.result === "none" ? "all evidence" : held}.`, ""];
}

/** The room that is left in the file of the summary, in which earlier text may stand. */
export function summaryRoom(file: string): number {
  return LARGEST_BYTES - HEADROOM_BYTES - (statSync(file, { throwIfNoEntry: false })?.size ?? 0);
}

export function appendSummary(file: string, markdown: string): void {
  appendFileSync(file, markdown);
}

function quoteLines(text: string): string[] {
  const lines = text.slice(0, LONGEST_QUOTE).trim().split("\n");
  return [lines.map((line) => `> ${escapeMarkdown(line.trim())}`).join("<br>\n"), ""];
}
