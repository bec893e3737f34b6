import type { Check, Checklist, OrderingComparison, RunManifest, Verdict } from "@wa-routing/protocol";
import { checkFigures, checkTables, metricsList, metricsTable, waitsFigures, waitsTables } from "./checklist-blocks.ts";
import { escapeMarkdown } from "./escape-markdown.ts";
import { lostEvidence } from "./lost-evidence.ts";
import { details, link } from "./markdown-blocks.ts";
import { bytesOf, fitted, type Ladder, type MarkdownOptions, type RoomFor } from "./markdown-room.ts";
import { orderingsList, orderingsTable } from "./render-orderings.ts";
import { runLine } from "./run-line.ts";
import { shortText, withoutGrounds, withShortTexts } from "./short-texts.ts";
import { orderingsSentence, runSentence } from "./verdict-sentence.ts";
import { VERDICT_SIGNS } from "./verdict-sign.ts";

/** What a section of a pull request's comment tells of: one job, or one leg of its matrix, at one commit. */
export interface SectionSubject {
  /** The job and the leg of its matrix. */
  readonly title: string;
  readonly commit: { readonly sha: string; readonly url: string | null };
  /** From 1: how often the workflow's run was started. */
  readonly attempt: number;
  readonly runUrl: string | null;
  readonly artifactUrl: string | null;
  /** What else a reader has to know; null: nothing. */
  readonly notice: string | null;
  /** What differs from the section's last commit, a line each; null: no earlier commit is known. */
  readonly changes: readonly string[] | null;
  readonly result: SectionResult;
}

/** What came of the run: judged checks, several orderings compared, or nothing. */
export type SectionResult =
  | { readonly result: "checklist"; readonly checklist: Checklist; readonly manifest: RunManifest }
  | { readonly result: "comparison"; readonly comparison: OrderingComparison }
  | { readonly result: "none"; readonly exitCode: number; readonly sentence: string };

/** A section, and what it can be cut down to. */
export interface Section {
  readonly full: string;
  /** At most {@link SHORT_SECTION_BYTES}. */
  readonly short: string;
}

export const SHORT_SECTION_BYTES = 300;

const LADDER = {
  figures: "figures and single observations",
  waits: "who waited",
  tables: "tables beside the verdicts",
  grounds: "why what passed can be believed",
  seen: "what was seen",
  ends: "the ends of long texts",
  reasons: "what to do",
  changes: "what changed",
  titles: "the titles of the checks",
  signs: "the checks",
} satisfies Ladder<string>;

type Part = keyof typeof LADDER;

const LONGEST_TITLE = 100;

/** A section of a pull request's comment, for somebody who has never seen wa-routing. Whatever its texts are, they are inert. */
export function renderSection(subject: SectionSubject, { maxBytes }: Pick<MarkdownOptions, "maxBytes"> = {}): Section {
  const room = { artifactUrl: subject.artifactUrl, ...(maxBytes === undefined ? {} : { maxBytes }) };
  const full = fitted<Part>(LADDER, (hasRoom) => sectionOf(subject, hasRoom), room);
  return { full, short: shortSection(subject) };
}

function sectionOf(subject: SectionSubject, hasRoom: RoomFor<Part>): string {
  const { title, notice } = subject;
  const { sign, word, sentence } = outcomeOf(subject.result);
  return [
    `### ${sign} ${escapeMarkdown(shortText(title, LONGEST_TITLE))}: ${word}`,
    "",
    `**${sentence}**`,
    "",
    originLine(subject),
    "",
    ...(notice === null ? [] : [`> ${escapeMarkdown(shortText(notice))}`, ""]),
    ...resultLines(subject.result, hasRoom),
    ...(hasRoom("changes") ? changeLines(subject.changes, hasRoom) : []),
    ...(subject.result.result === "checklist" && hasRoom("reasons")
      ? reasonLines(subject.result.checklist.checks, hasRoom)
      : []),
    ...foldedLines(subject.result, hasRoom),
  ].join("\n");
}

function outcomeOf(of: SectionResult): { readonly sign: string; readonly word: string; readonly sentence: string } {
  if (of.result === "none") {
    const sentence = `The run could not be done: ${escapeMarkdown(shortText(of.sentence))}`;
    return { sign: "⚠", word: `no verdict (exit code ${Math.trunc(of.exitCode)})`, sentence };
  }
  const judged =
    of.result === "checklist"
      ? { verdict: of.checklist.verdict, parts: of.checklist.checks }
      : { verdict: of.comparison.verdict, parts: of.comparison.runs };
  const sentence = of.result === "checklist" ? runSentence(judged) : orderingsSentence(judged);
  return { sign: VERDICT_SIGNS[judged.verdict], word: wordOf(judged.verdict), sentence };
}

function wordOf(verdict: Verdict): string {
  return verdict.replace("-", " ");
}

function resultLines(of: SectionResult, hasRoom: RoomFor<Part>): string[] {
  if (of.result === "none" || !hasRoom("signs")) return [];
  if (of.result === "comparison")
    return orderingsList(of.comparison, { told: hasRoom("titles"), ends: hasRoom("ends") });
  const checks = hasRoom("ends") ? of.checklist.checks : withShortTexts(of.checklist.checks);
  return metricsList(checks, { titles: hasRoom("titles") });
}

function changeLines(changes: readonly string[] | null, hasRoom: RoomFor<Part>): string[] {
  if (changes === null) return [];
  if (changes.length === 0) return ["Nothing changed since the last commit.", ""];
  const lines = changes.map((change) => `- ${escapeMarkdown(hasRoom("ends") ? change : shortText(change))}`);
  return ["**Changed since the last commit**", "", ...lines, ""];
}

function reasonLines(checks: readonly Check[], hasRoom: RoomFor<Part>): string[] {
  const undone = checks.filter(({ verdict }) => verdict === "fail" || verdict === "inconclusive");
  if (undone.length === 0) return [];
  const lines = (hasRoom("ends") ? undone : withShortTexts(undone)).map(
    ({ verdict, title, summary, because, advice }) => {
      const why = because === null ? "" : ` ${escapeMarkdown(because)}`;
      const next = advice === null ? "" : `<br>→ ${escapeMarkdown(advice)}`;
      return `- ${VERDICT_SIGNS[verdict]} ${escapeMarkdown(title)}: ${escapeMarkdown(summary)}${why}${next}`;
    },
  );
  return ["**Why**", "", ...lines, ""];
}

function foldedLines(of: SectionResult, hasRoom: RoomFor<Part>): string[] {
  if (of.result === "none") return [];
  if (of.result === "comparison") {
    return hasRoom("tables") ? details("Which rule explains which run", orderingsTable(of.comparison)) : [];
  }
  const { checks, waits } = of.checklist;
  const lines = [
    ...(hasRoom("seen") ? [`${escapeMarkdown(runLine(of.manifest))}.`, ""] : []),
    ...(hasRoom("seen") ? lostEvidence(of.manifest).flatMap((text) => [escapeMarkdown(text), ""]) : []),
    ...(hasRoom("seen") ? metricsTable(hasRoom("grounds") ? checks : withoutGrounds(checks)) : []),
    ...(hasRoom("tables") ? checkTables(checks) : []),
    ...(hasRoom("waits") ? waitsTables(waits) : []),
    ...(hasRoom("figures") ? [...checkFigures(checks), ...waitsFigures(waits)] : []),
  ];
  return details("What was seen, and the figures behind it", lines);
}

/** `Commit a1b2c3d, attempt 2. The run. The evidence.` */
function originLine({ commit, attempt, runUrl, artifactUrl }: SectionSubject): string {
  const sha = /^[\da-f]{7,64}$/i.test(commit.sha)
    ? `\`${commit.sha.slice(0, 7)}\``
    : escapeMarkdown(shortText(commit.sha, 40));
  const parts = [
    `Commit ${link(sha, commit.url) ?? sha}`,
    `attempt ${Math.trunc(attempt)}`,
    ...[link("the run", runUrl), link("all evidence", artifactUrl)].filter((text) => text !== null),
  ];
  return parts.join(" · ");
}

function shortSection(subject: SectionSubject): string {
  const { sign, word } = outcomeOf(subject.result);
  const commit = originLine({ ...subject, commit: { ...subject.commit, url: null }, artifactUrl: null });
  const title = `**${sign} ${escapeMarkdown(shortText(subject.title, 40))}: ${word}**`;
  const whole = `${title} · ${commit}\n`;
  if (bytesOf(whole) <= SHORT_SECTION_BYTES) return whole;
  return `${title} · ${originLine({ ...subject, commit: { ...subject.commit, url: null }, artifactUrl: null, runUrl: null })}\n`;
}
