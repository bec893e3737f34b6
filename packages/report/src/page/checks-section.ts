import type { Check, Checklist, RunManifest } from "@wa-routing/protocol";
import { figureText } from "../figure-text.ts";
import { metricGroups } from "../metric-groups.ts";
import { repeatCommand } from "../repeat-command.ts";
import { shortened } from "../terminal-text.ts";
import { VERDICT_SIGNS } from "../verdict-sign.ts";
import { escapeHtml } from "./escape-html.ts";
import { folded, htmlList, htmlTable } from "./html-table.ts";
import type { RoomFor } from "./page-room.ts";

const SHORT_TEXT = 120;
const LONG_TEXT = 600;
const MOST_ADVICE = 3;

/** The checks at a glance: a line each, under the headings of their groups. */
export function checkLines(checks: readonly Check[]): string {
  const line = (check: Check) => {
    const { id, verdict, title, summary } = check;
    const word =
      verdict === "pass" ? `<span class="unseen">: pass</span>` : ` <span class="${verdict}">${wordOf(check)}</span>`;
    const seen = `<br><span class="small muted">${escapeHtml(firstWords(summary, SHORT_TEXT))}</span>`;
    return `<li><span class="sign ${verdict}" aria-hidden="true">${VERDICT_SIGNS[verdict]}</span><a href="#${anchorOf(id)}">${escapeHtml(title)}</a>${word}${seen}</li>`;
  };
  const groups = metricGroups(checks).map(
    ({ title, checks: own }) => `<div><h3>${title}</h3>\n<ul class="lines">\n${own.map(line).join("\n")}\n</ul></div>`,
  );
  return `<section aria-labelledby="lines"><h2 id="lines" class="unseen">The checks at a glance</h2>\n<div class="groups">\n${groups.join("\n")}\n</div></section>`;
}

/** What a reader can do now: the advice of what did not pass, what is required first. */
export function nextSteps({ checks }: Checklist, manifest: RunManifest): string {
  const undone = checks.filter(({ verdict }) => verdict !== "pass").toSorted((a, b) => rank(a) - rank(b));
  const advice = [...new Set(undone.flatMap((check) => check.advice ?? []))];
  const left = advice.length - MOST_ADVICE;
  const command = repeatCommand(manifest);
  const items = [
    ...(undone.some(isMissed)
      ? []
      : ["Everything that is required has passed. Keep the run's folder: wa-routing analyze DIR judges it anew."]),
    ...advice.slice(0, MOST_ADVICE),
    ...(left > 0 ? [`${left} more below, beside the checks that did not pass or were not measured.`] : []),
  ].map((text) => `<li>${escapeHtml(shortened(text, LONG_TEXT))}</li>`);
  const again =
    command === null ? "" : `<li>To run it again: <code>${escapeHtml(shortened(command, LONG_TEXT))}</code></li>`;
  return `<section class="next" aria-labelledby="next"><h2 id="next">What to do next</h2>\n<ul>${items.join("\n")}${again}</ul></section>`;
}

/** What was seen for each check, why it can be believed, what can be done, and the figures behind it. */
export function checkDetails(checks: readonly Check[], hasRoom: RoomFor): string {
  const text = (of: string) => escapeHtml(hasRoom("ends") ? of : shortened(of, LONG_TEXT));
  const detail = (check: Check) => {
    const { id, verdict, title, summary, because, advice, figures, evidence, table } = check;
    const lines = hasRoom("figures") ? [...figures.map(figureText), ...evidence] : [];
    const seen = `<p>${text(because === null ? summary : `${summary} ${because}`)}</p>
${table === undefined || !hasRoom("tables") ? "" : htmlTable(table, title)}
${advice === null ? "" : `<p class="advice">→ ${text(advice)}</p>`}
${folded(`Figures and observations (${id})`, htmlList(lines))}`;
    return `<section class="check" aria-labelledby="${anchorOf(id)}">
<h3 id="${anchorOf(id)}"><span class="${verdict}" aria-hidden="true">${VERDICT_SIGNS[verdict]}</span> ${text(title)}: <span class="${verdict}">${wordOf(check)}</span></h3>
${isOptional(check) ? folded(`Not required (${id})`, seen) : seen}</section>`;
  };
  return `<h2>The checks</h2>\n${checks.map(detail).join("\n")}`;
}

/** As much of a text as fits, cut between words. */
function firstWords(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest).replace(/\s+\S*$/, "")} …`;
}

function anchorOf(id: Check["id"]): string {
  return `check-${id.replace(".", "-")}`;
}

function wordOf({ verdict, required }: Check): string {
  return `${verdict.replace("-", " ")}${isOptional({ verdict, required }) ? " (not required)" : ""}`;
}

function isOptional({ verdict, required }: Pick<Check, "verdict" | "required">): boolean {
  return !required && verdict !== "not-measured";
}

function isMissed({ verdict, required }: Check): boolean {
  return required && verdict !== "pass";
}

function rank(check: Check): number {
  return (isMissed(check) ? 0 : 2) + (check.verdict === "fail" ? 0 : 1);
}
