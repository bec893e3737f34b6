import { againstBlock, againstTables } from "./against-blocks.ts";
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
import { bytesOf, fitted, type Ladder, type MarkdownOptions, type RoomFor } from "./markdown-room.ts";
import { shortMarkdown, writer } from "./markdown-writer.ts";
import { orderingsList, orderingsTable } from "./render-orderings.ts";
import { changesBlock, isUndone, originLine, outcomeOf, reasonsBlock } from "./section-blocks.ts";
import { type Section, type SectionResult, type SectionSubject, SHORT_SECTION_BYTES } from "./section-subject.ts";
import { WAITS_TITLE } from "./waits-report.ts";
import { WHAT_THIS_IS } from "./what-this-is.ts";

const LADDER = {
  figures: "figures and single observations",
  waits: "who waited",
  comparison: "every check and figure against the base",
  tables: "tables beside the verdicts",
  grounds: "why what passed can be believed",
  seen: "what was seen",
  ends: "the ends of long texts",
  reasons: "why, and what to do",
  against: "what changed against the base",
  changes: "what changed",
  titles: "the titles of the checks",
  signs: "the checks",
} satisfies Ladder<string>;

type Part = keyof typeof LADDER;

const LONGEST_TITLE_BYTES = 120;
const SHORT_TITLES_BYTES = [100, 40];

/** A section of a pull request's comment, for somebody who has never seen wa-routing. Whatever its texts are, they are inert. */
export function renderSection(subject: SectionSubject, { maxBytes }: Pick<MarkdownOptions, "maxBytes"> = {}): Section {
  const { artifactUrl } = subject;
  const room = maxBytes === undefined ? { artifactUrl } : { artifactUrl, maxBytes };
  return { full: fitted<Part>(LADDER, (hasRoom) => sectionOf(subject, hasRoom), room), short: shortSection(subject) };
}

function sectionOf(subject: SectionSubject, hasRoom: RoomFor<Part>): string {
  const { title, notice, result, changes } = subject;
  const against = subject.against?.found === "no-base" ? null : subject.against;
  const write = writer({ whole: hasRoom("ends") });
  const { sign, word, sentence } = outcomeOf(result, write);
  const checks = result.result === "checklist" ? result.checklist.checks : [];
  return [
    `### ${sign} ${shortMarkdown(title, LONGEST_TITLE_BYTES)}: ${word}`,
    "",
    `**${sentence}**`,
    "",
    `${originLine(subject)}. The evidence comes from the pull request's own workflow, which the pull request can change.`,
    "",
    ...(notice === null ? [] : [`> ${write(notice)}`, ""]),
    ...(hasRoom("signs") ? signsBlock(result, hasRoom) : []),
    ...(hasRoom("changes") ? changesBlock(changes, write) : []),
    ...(against === null ? [] : againstBlock(against, { told: hasRoom("against"), write })),
    ...(hasRoom("reasons") ? reasonsBlock(checks, write) : []),
    ...details("What was seen, and the figures behind it", [
      ...foldedBlock(result, hasRoom),
      ...(against === null || !hasRoom("comparison") ? [] : againstTables(against, write)),
    ]),
  ].join("\n");
}

function signsBlock(of: SectionResult, hasRoom: RoomFor<Part>): string[] {
  const write = writer({ whole: hasRoom("ends") });
  if (of.result === "comparison") return orderingsList(of.comparison, { told: hasRoom("titles"), write });
  return of.result === "none" ? [] : metricsList(of.checklist.checks, { titles: hasRoom("titles") ? write : null });
}

/** What did not pass is told above, and not again. */
function foldedBlock(of: SectionResult, hasRoom: RoomFor<Part>): string[] {
  if (of.result === "none") return [];
  if (of.result === "comparison") return hasRoom("tables") ? orderingsTable(of.comparison) : [];
  const { checks, waits } = of.checklist;
  const others = checks.filter((check) => !isUndone(check));
  const write = writer({ whole: true });
  return [
    ...(hasRoom("seen") ? [WHAT_THIS_IS, "", ...runBlock(of.manifest, write)] : []),
    ...(hasRoom("seen") ? metricsTable(hasRoom("grounds") ? others : withoutGrounds(others), write) : []),
    ...(hasRoom("tables") ? checkTables(checks) : []),
    ...(hasRoom("waits") ? headed(WAITS_TITLE, waitsTables(waits)) : []),
    ...(hasRoom("figures") ? [...checkFigures(checks), ...waitsFigures(waits)] : []),
  ];
}

function headed(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`### ${title}`, "", ...lines];
}

function shortSection(subject: SectionSubject): string {
  const { sign, word } = outcomeOf(subject.result, writer({ whole: false }));
  const plain = { ...subject, commit: { ...subject.commit, url: null }, artifactUrl: null };
  const origins = [originLine(plain), originLine({ ...plain, runUrl: null })];
  const forms = SHORT_TITLES_BYTES.flatMap((bytes) =>
    origins.map((origin) => `**${sign} ${shortMarkdown(subject.title, bytes)}: ${word}** · ${origin}\n`),
  );
  return forms.find((form) => bytesOf(form) <= SHORT_SECTION_BYTES) ?? `**${sign} ${word}**\n`;
}
