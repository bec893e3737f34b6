import type { RunReport } from "@wa-routing/protocol";
import { lostEvidence } from "./lost-evidence.ts";
import { checkDetails, checkLines, nextSteps } from "./page/checks-section.ts";
import { escapeHtml } from "./page/escape-html.ts";
import { pageOf } from "./page/page-frame.ts";
import { fittedPage, type RoomFor } from "./page/page-room.ts";
import { scenarioSection } from "./page/scenario-section.ts";
import { waitsSection } from "./page/waits-section.ts";
import { loadDrawing } from "./picture/load-drawing.ts";
import type { Draw } from "./picture/picture.ts";
import { requiredText } from "./required-text.ts";
import { runLine } from "./run-line.ts";
import { shortened } from "./terminal-text.ts";
import { runSentence, runSubject } from "./verdict-sentence.ts";
import { WHAT_THIS_IS } from "./what-this-is.ts";

const LONG_TEXT = 2000;

/**
 * A run as one self-contained page: verdict, checks and what to do next first; then every scenario with its pictures. No script, no
 * network, no text that does anything; at most 1.5 MB, and what that leaves out is named.
 */
export async function renderHtml(run: RunReport): Promise<string> {
  const draw = await loadDrawing(run.scenarios);
  return fittedPage((hasRoom, leftOut) => pageOfRun(run, draw, hasRoom, leftOut));
}

function pageOfRun(
  { manifest, checklist, scenarios }: RunReport,
  draw: Draw,
  hasRoom: RoomFor,
  leftOut: readonly string[],
): string {
  const { verdict, checks, waits } = checklist;
  const shown = hasRoom("scenarios") ? scenarios : [];
  const text = (of: string) => (hasRoom("ends") ? of : shortened(of, LONG_TEXT));
  const links = shown.map(({ scenario, pass }, at) => {
    const name = `${scenario}${pass === null ? "" : `, ${pass} pass`}`;
    return `<a href="#scenario-${at + 1}">${escapeHtml(name)}</a>`;
  });
  return pageOf(
    {
      ...{ subject: runSubject(checklist), verdict, sentence: runSentence(checklist), leftOut },
      about: [WHAT_THIS_IS, text(`Tested: ${runLine(manifest)}. Started ${manifest.startedAt}.`)],
      losses: lostEvidence(manifest).map(text),
    },
    `${checkLines(checks)}
<p class="muted">${escapeHtml(text(requiredText(checks, manifest)))}</p>
${nextSteps(checklist, manifest)}
${links.length === 0 ? "" : `<nav aria-label="Scenarios"><p>Scenarios: ${links.join(" · ")}</p></nav>`}
${checkDetails(checks, hasRoom)}
${hasRoom("tables") ? waitsSection(waits) : ""}
${shown.map((scenario, at) => scenarioSection(scenario, `scenario-${at + 1}`, { draw, hasRoom })).join("\n")}`,
  );
}
