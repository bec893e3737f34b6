import type { Checklist, RunManifest } from "@wa-routing/protocol";
import { checkFigures, checkTables, metricsList, metricsTable, waitsFigures, waitsTables } from "./checklist-blocks.ts";
import { escapeMarkdown } from "./escape-markdown.ts";
import { lostEvidence } from "./lost-evidence.ts";
import { details } from "./markdown-blocks.ts";
import { fitted, type Ladder, type MarkdownOptions, type RoomFor } from "./markdown-room.ts";
import { runLine } from "./run-line.ts";
import { shortText, withoutGrounds, withShortTexts } from "./short-texts.ts";
import { runSentence } from "./verdict-sentence.ts";
import { VERDICT_SIGNS } from "./verdict-sign.ts";

const LADDER = {
  figures: "figures and single observations",
  waits: "who waited",
  tables: "tables beside the verdicts",
  grounds: "why what passed can be believed",
  ends: "the ends of long texts",
  seen: "what was seen",
  titles: "the titles of the checks",
  signs: "the checks",
} satisfies Ladder<string>;

type Part = keyof typeof LADDER;

/**
 * The checklist in GitHub-flavoured Markdown: a verdict, a table of twelve, and the figures behind each, folded away. Whatever its
 * texts are, they are inert, and it is never larger than it may be.
 */
export function renderMarkdown(checklist: Checklist, manifest: RunManifest, options: MarkdownOptions = {}): string {
  return fitted<Part>(LADDER, (hasRoom) => summaryOf(checklist, manifest, hasRoom), options);
}

function summaryOf({ verdict, checks, waits }: Checklist, manifest: RunManifest, hasRoom: RoomFor<Part>): string {
  const grounded = hasRoom("grounds") ? checks : withoutGrounds(checks);
  const told = hasRoom("ends") ? grounded : withShortTexts(grounded);
  const shorter = hasRoom("ends") ? (text: string) => text : shortText;
  const folded = hasRoom("figures") ? [...checkFigures(checks), ...waitsFigures(waits)] : [];
  return [
    `## ${VERDICT_SIGNS[verdict]} Workload-aware routing: ${verdict}`,
    "",
    runSentence({ verdict, parts: checks }),
    "",
    ...(hasRoom("seen") ? [`${escapeMarkdown(shorter(runLine(manifest)))}.`, "", ...lossLines(manifest, shorter)] : []),
    ...(hasRoom("seen") ? metricsTable(told) : []),
    ...(!hasRoom("seen") && hasRoom("signs") ? metricsList(told, { titles: hasRoom("titles") }) : []),
    ...(hasRoom("tables") ? checkTables(checks) : []),
    ...(hasRoom("waits") ? waitsTables(waits) : []),
    ...details("Figures and evidence", folded),
  ].join("\n");
}

function lossLines(manifest: RunManifest, shorter: (text: string) => string): string[] {
  return lostEvidence(manifest).flatMap((text) => [escapeMarkdown(shorter(text)), ""]);
}
