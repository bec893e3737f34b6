import type { Check, ReportedScenario, RequestStory, ScenarioReport } from "@wa-routing/protocol";
import { workloadInk } from "../picture/ink.ts";
import { overheadPicture } from "../picture/overhead-picture.ts";
import type { Draw, Picture } from "../picture/picture.ts";
import { rankPicture } from "../picture/rank-picture.ts";
import { timelinePicture } from "../picture/timeline-picture.ts";
import { waitsPicture } from "../picture/waits-picture.ts";
import { VERDICT_SIGNS } from "../verdict-sign.ts";
import { escapeHtml } from "./escape-html.ts";
import { folded, htmlTable, scroller } from "./html-table.ts";
import type { RoomFor } from "./page-room.ts";

/** How a page draws: with what, and how much of it there is room for. */
export interface Drawing {
  readonly draw: Draw;
  readonly hasRoom: RoomFor;
}

/** One scenario: what it claims, what came of that, four pictures, and what the evidence is worth. The id is unique in the page. */
export function scenarioSection(
  { scenario, pass, checklist, report }: ReportedScenario,
  id: string,
  drawing: Drawing,
): string {
  const name = `${scenario}${pass === null ? "" : `, ${pass} pass`}`;
  const { hasRoom } = drawing;
  const checks = checklist?.checks.filter((check) => report?.claims.includes(check.id) ?? false) ?? [];
  const content =
    report === null
      ? `<p>There is nothing to show of this scenario: it was not run to where it could be analysed, or by an earlier version. <code>wa-routing analyze DIR</code> analyses it anew.</p>`
      : `<p><strong>Claimed:</strong> ${escapeHtml(report.claim)}</p>
${checks.map(sentenceOf).join("\n")}
${folded("Why it can be seen, and what would refute it", `<p>${escapeHtml(report.visibleBecause)}</p><p>Refuted by: ${escapeHtml(report.refutedBy)}</p>`)}
${hasRoom("pictures") ? picturesOf(report, id, drawing).join("\n") : ""}
${overtakingsOf(report, hasRoom)}
${hasRoom("tables") ? folded("What the evidence is worth: requests, joins, witnesses, scores, registry", report.tables.map(({ title, table }) => htmlTable(table, title)).join("\n")) : ""}
${hasRoom("stories") ? folded("Requests that overtook or were overtaken, line by line", report.stories.map(storyOf).join("\n")) : ""}
${report.cut.length === 0 ? "" : `<p class="muted small">${escapeHtml(report.cut.join(" "))}</p>`}`;
  return `<section class="scenario" aria-labelledby="${id}">
<h2 id="${id}">${escapeHtml(name)}${report === null ? "" : `: ${escapeHtml(report.title)}`}</h2>
${content}
</section>`;
}

function sentenceOf({ verdict, title, summary, because }: Check): string {
  const text = because === null ? summary : `${summary} ${because}`;
  return `<p><span class="${verdict}"><span aria-hidden="true">${VERDICT_SIGNS[verdict]}</span> <strong>${verdict.replace("-", " ")}</strong></span> · ${escapeHtml(title)}: ${escapeHtml(text)}</p>`;
}

/** The pictures that there are of a scenario, drawn. */
export function picturesOf(report: ScenarioReport, id: string, drawing: Drawing): string[] {
  const workloads = workloadsOf(report);
  const { timeline, overtakings, ranks, waits, overhead } = report;
  const pictures: readonly (readonly [string, Picture | null])[] = [
    ["trial", timeline === null ? null : timelinePicture(timeline, overtakings, ranks?.inversions ?? [], workloads)],
    ["ranks", ranks === null ? null : rankPicture(ranks, workloads)],
    ["waits", waits === null ? null : waitsPicture(waits, workloads)],
    ["overhead", overhead === null ? null : overheadPicture(overhead)],
  ];
  return pictures.flatMap(([name, picture]) => (picture === null ? [] : [figureOf(picture, `${id}-${name}`, drawing)]));
}

/** Every workload of a scenario that is in a picture, the most critical first: so its ink is the same in all of them, whatever happened. */
export function workloadsOf({ timeline, ranks, waits }: ScenarioReport): string[] {
  const criticalities = new Map(timeline?.requests.map(({ workload, criticality }) => [workload, criticality]));
  const shown: readonly { readonly workload: string }[] = [
    ...(timeline?.requests ?? []),
    ...(ranks?.requests ?? []),
    ...(waits?.spreads ?? []),
  ];
  const byCriticality = (a: string, b: string) => (criticalities.get(b) ?? 0) - (criticalities.get(a) ?? 0);
  return [...new Set(shown.map(({ workload }) => workload))].sort((a, b) => byCriticality(a, b) || (a < b ? -1 : 1));
}

/** A picture with its heading, how to read it, who is who, and the tables behind it. */
export function figureOf(picture: Picture, id: string, { draw, hasRoom }: Drawing): string {
  const { title, caption, tables } = picture;
  const legend = picture.legend.map((text, number) => {
    const { name, sign } = workloadInk(number);
    return `<li><span class="${name}" aria-hidden="true">${sign}</span> ${escapeHtml(text)}</li>`;
  });
  const shown = hasRoom("requests") ? tables : [];
  return `<figure>
<figcaption><strong>${escapeHtml(title)}</strong> <span class="small muted">${escapeHtml(caption)}</span></figcaption>
${legend.length === 0 ? "" : `<ul class="legend">${legend.join("")}</ul>`}
${scroller(`${title}, the picture`, draw(picture, id))}
${folded("The same as a table", shown.map((each) => htmlTable(each.table, each.title)).join("\n"))}</figure>`;
}

function overtakingsOf({ overtakings }: ScenarioReport, hasRoom: RoomFor): string {
  if (overtakings === null || !hasRoom("overtakings")) return "";
  return overtakings.table.rows.length === 0
    ? `<p>Nobody overtook anybody in the trial that is shown, and nobody left too early.</p>`
    : folded("Who overtook whom", htmlTable(overtakings.table, "Who overtook whom in the trial that is shown"));
}

function storyOf({ id, workload, lines }: RequestStory): string {
  return htmlTable(
    {
      columns: [
        { title: "ms", align: "right" },
        { title: "seen by", align: "left" },
        { title: "what", align: "left" },
      ],
      rows: lines.map(({ atMs, witness, text }) => [atMs === null ? "?" : atMs.toFixed(3), witness, text]),
      notes: [],
    },
    `${id} (${workload})`,
  );
}
