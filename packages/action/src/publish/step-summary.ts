import { appendFileSync, statSync } from "node:fs";
import { escapeMarkdown, renderMarkdown, renderOrderingsMarkdown } from "@wa-routing/report";
import type { ActionEnd } from "../action-end.ts";

/** GitHub drops a summary that is larger, the whole of it. */
const LARGEST_BYTES = 1024 * 1024;

/** For what GitHub counts along, and for what other tools of the step may still write. */
const HEADROOM_BYTES = 64 * 1024;

/** What is told before the checklist. */
export interface SummaryOptions {
  readonly notices: readonly string[];
  readonly artifactUrl: string | null;
  readonly maxBytes: number;
}

/** The summary of a step: what went wrong, what could not be done, and the checklist in as much detail as there is room for. */
export function summaryOf(end: ActionEnd, { notices, artifactUrl, maxBytes }: SummaryOptions): string {
  const { result, problems } = end;
  const before = [
    ...(result.result === "none" ? ["## Workload-aware routing: nothing was measured", ""] : []),
    ...problems.flatMap((problem) => [...quoteLines(problem), ""]),
    ...notices.flatMap((notice) => [...quoteLines(notice), ""]),
  ].join("\n");
  const options = { artifactUrl, maxBytes: maxBytes - Buffer.byteLength(before) - 1 };
  switch (result.result) {
    case "none":
      return before;
    case "checklist":
      return `${before}\n${renderMarkdown(result.checklist, result.manifest, options)}`;
    case "comparison":
      return `${before}\n${renderOrderingsMarkdown(result.comparison, options)}`;
  }
}

/** The room that is left in the file of the summary, in which earlier text may stand. */
export function summaryRoom(file: string): number {
  return LARGEST_BYTES - HEADROOM_BYTES - (statSync(file, { throwIfNoEntry: false })?.size ?? 0);
}

export function appendSummary(file: string, markdown: string): void {
  appendFileSync(file, `${markdown}\n`);
}

function quoteLines(text: string): string[] {
  return text.split("\n").map((line, index, { length }) => {
    const end = index < length - 1 ? "  " : "";
    return `> ${escapeMarkdown(line.trim())}${end}`;
  });
}
