import type { OrderingsReport } from "@wa-routing/protocol";
import { escapeHtml } from "./page/escape-html.ts";
import { htmlTable } from "./page/html-table.ts";
import { pageOf } from "./page/page-frame.ts";
import { fittedPage, type RoomFor } from "./page/page-room.ts";
import { figureOf, workloadsOf } from "./page/scenario-section.ts";
import { loadDrawing } from "./picture/load-drawing.ts";
import type { Draw } from "./picture/picture.ts";
import { rankPicture } from "./picture/rank-picture.ts";
import { headline, rulesTable } from "./render-orderings.ts";
import { orderingsSentence } from "./verdict-sentence.ts";
import { VERDICT_SIGNS } from "./verdict-sign.ts";
import { WHAT_THIS_IS } from "./what-this-is.ts";

/** Several orderings of the same scenarios as one self-contained page, as `renderHtml`: the table of rules, and the order of each run. */
export async function renderOrderingsHtml(report: OrderingsReport): Promise<string> {
  const draw = await loadDrawing(report.runs.flatMap(({ scenarios }) => scenarios));
  return fittedPage((hasRoom, leftOut) => pageOfOrderings(report, draw, hasRoom, leftOut));
}

function pageOfOrderings(
  { comparison, runs }: OrderingsReport,
  draw: Draw,
  hasRoom: RoomFor,
  leftOut: readonly string[],
): string {
  const { verdict } = comparison;
  const sections = runs.map(({ ordering, scenarios }, at) => {
    const judged = comparison.runs.find((run) => run.ordering === ordering);
    const figures = scenarios.flatMap(({ scenario, report }, number) => {
      const picture = report?.ranks == null ? null : rankPicture(report.ranks, workloadsOf(report));
      if (picture === null) return [];
      return [
        `<h3>${escapeHtml(scenario)}</h3>\n${figureOf(picture, `run-${at + 1}-${number + 1}`, { draw, hasRoom })}`,
      ];
    });
    return `<section class="scenario" aria-labelledby="run-${at + 1}">
<h2 id="run-${at + 1}">Run under ${escapeHtml(ordering)}</h2>
${judged === undefined ? "" : `<p><span class="${judged.verdict}"><span aria-hidden="true">${VERDICT_SIGNS[judged.verdict]}</span> <strong>${judged.verdict.replace("-", " ")}</strong></span> · ${escapeHtml(judged.summary)}</p>`}
${hasRoom("pictures") ? figures.join("\n") : ""}
</section>`;
  });
  return pageOf(
    {
      ...{ subject: "Orderings told apart", verdict, sentence: orderingsSentence({ verdict, parts: comparison.runs }) },
      ...{ about: [WHAT_THIS_IS, `Tested: ${headline(comparison)}.`], losses: [], leftOut },
    },
    `${htmlTable(rulesTable(comparison), "Which rule explains which run")}
<p>Each run's own folder has a page of its own, report.html, with all that was seen.</p>
${hasRoom("scenarios") ? sections.join("\n") : ""}`,
  );
}
