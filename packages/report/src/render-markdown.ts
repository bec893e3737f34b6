import type { Checklist, RunManifest } from "@wa-routing/protocol";
import {
  checkFigures,
  checkTables,
  metricsList,
  metricsTable,
  runBlock,
  waitsFigures,
  waitsTables,
  withoutGrounds,
} from "./checklist-blocks.ts";
import { details } from "./markdown-blocks.ts";
import { fitted, type Ladder, type MarkdownOptions, type RoomFor } from "./markdown-room.ts";
import { writer } from "./markdown-writer.ts";
import { requiredText } from "./required-text.ts";
import { TERMS_ADDRESS } from "./terms-address.ts";
import { runSentence, runSubject } from "./verdict-sentence.ts";
import { VERDICT_SIGNS } from "./verdict-sign.ts";
import { WAITS_TITLE } from "./waits-report.ts";

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
  const write = writer({ whole: hasRoom("ends") });
  const told = hasRoom("grounds") ? checks : withoutGrounds(checks);
  const titles = hasRoom("titles") ? write : null;
  return [
    `## ${VERDICT_SIGNS[verdict]} ${runSubject({ checks })}: ${verdict}`,
    "",
    runSentence({ verdict, checks }),
    "",
    ...(hasRoom("seen") ? [...runBlock(manifest, write), ...metricsTable(told, write)] : []),
    ...(hasRoom("seen")
      ? [write(requiredText(checks, manifest)), "", `[What the words mean](${TERMS_ADDRESS})`, ""]
      : []),
    ...(!hasRoom("seen") && hasRoom("signs") ? metricsList(checks, { titles }) : []),
    ...(hasRoom("tables") ? checkTables(checks) : []),
    ...details(WAITS_TITLE, hasRoom("waits") ? waitsTables(waits) : []),
    ...details("Figures and evidence", hasRoom("figures") ? [...checkFigures(checks), ...waitsFigures(waits)] : []),
  ].join("\n");
}
