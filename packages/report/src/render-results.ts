import {
  type Check,
  type Checklist,
  LOG_POINT_MARKER,
  LOG_POINTS,
  type LogPoint,
  linesFigure,
  type RunManifest,
  type SuccessMetricId,
} from "@wa-routing/protocol";
import { seenText } from "./checklist-blocks.ts";
import { escapeMarkdown } from "./escape-markdown.ts";
import { lostEvidence } from "./lost-evidence.ts";
import { tableRow } from "./markdown-blocks.ts";
import { metricGroups } from "./metric-groups.ts";
import { repeatCommand } from "./repeat-command.ts";
import { runLine } from "./run-line.ts";
import { reasonLines } from "./section-blocks.ts";
import { runSentence } from "./verdict-sentence.ts";
import { VERDICT_SIGNS } from "./verdict-sign.ts";

const PHASE = "Phase 7: Workload-Aware Routing E2E Testing";

/** What a figure that should be nought counts, by the check that has it. */
const COUNTED_ANOMALIES: readonly (readonly [SuccessMetricId, figure: string, what: string])[] = [
  ["performance.no-timeouts", "timedOut", "requests timed out"],
  ["performance.all-complete", "duplicatedArrivals", "requests arrived more than once"],
  ["functional.no-errors", "routerErrors", "errors in the router's log"],
  ["functional.no-errors", "restarts", "restarts of the router"],
  ["functional.no-errors", "serverErrors", "answers with a status of 5xx"],
  ["functional.no-errors", "unansweredRequests", "requests without an answer"],
  ["observability.log-points", "damagedLines", "damaged lines in the router's log"],
  ["observability.log-points", "missingSeq", "numbers missing in the router's own sequence of lines"],
];

/**
 * The results document of a test phase, in Markdown: what was run and where, the success metrics as a task list, lines by log point,
 * anomalies, how to repeat it, and a line for a project's table of phases. A box is ticked for a check that passed, and for no other.
 */
export function renderResults(checklist: Checklist, manifest: RunManifest): string {
  const { verdict, checks } = checklist;
  const { scenarios, startedAt, endedAt, host } = manifest;
  return [
    `# ${PHASE} - Results`,
    "",
    `**Date:** ${dateOf(startedAt)}<br>`,
    `**Verdict:** ${VERDICT_SIGNS[verdict]} ${verdict}`,
    "",
    runSentence({ verdict, checks }),
    "",
    "## What was run, and where",
    "",
    `- ${escapeMarkdown(runLine(manifest))}`,
    `- Scenarios: ${escapeMarkdown(scenarios.join(", "))}`,
    `- Started ${escapeMarkdown(startedAt)}, ended ${endedAt === null ? "unknown" : escapeMarkdown(endedAt)}`,
    `- Host: ${escapeMarkdown(`${host.platform}, ${host.cpus} CPUs, Node ${host.node}`)}`,
    "",
    "## Success Metrics",
    "",
    ...metricGroups(checks).flatMap(({ title, checks: own }) => [`### ${title}`, "", ...own.map(taskLine), ""]),
    "## Log Entries by Type",
    "",
    ...logPointsTable(checks),
    "",
    "## Anomalies",
    "",
    ...anomalies(checklist, manifest),
    "",
    "## How to repeat it",
    "",
    ...repeatBlock(manifest),
    "",
    "## For the table of phases",
    "",
    "```markdown",
    phaseLine(checklist, manifest),
    "```",
    "",
  ].join("\n");
}

function taskLine(check: Check): string {
  const { verdict, title, required } = check;
  const optional = required || verdict === "not-measured" ? "" : ", not required";
  const state = verdict === "pass" ? "" : ` **${verdict.replace("-", " ")}${optional}:**`;
  const colon = verdict === "pass" ? ":" : "";
  return `- [${verdict === "pass" ? "x" : " "}] ${escapeMarkdown(title)}${colon}${state} ${seenText(check, escapeMarkdown)}`;
}

function logPointsTable(checks: readonly Check[]): string[] {
  const found = (Object.keys(LOG_POINTS) as LogPoint[]).map((point) => ({
    message: `${LOG_POINT_MARKER} ${LOG_POINTS[point]}`,
    lines: figureOf(checks, "observability.log-points", linesFigure(point)),
  }));
  if (found.every(({ lines }) => lines === null)) return ["Nothing was counted: no router log was read."];
  return [
    tableRow(["Log point", "Lines"]),
    "|---|--:|",
    ...found.map(({ message, lines }) =>
      tableRow([escapeMarkdown(message), lines === null ? "not counted" : String(lines)]),
    ),
  ];
}

function anomalies({ checks }: Checklist, manifest: RunManifest): string[] {
  const { exitReason, exitDetail } = manifest;
  const requests = figureOf(checks, "performance.all-complete", "requests") ?? 0;
  const uncompleted = requests - (figureOf(checks, "performance.all-complete", "completed") ?? requests);
  const detail = exitDetail === null ? "" : `: ${exitDetail}`;
  const lines = [
    ...(exitReason === "completed" ? [] : [`The run did not reach its end: ${exitReason ?? "it was killed"}${detail}`]),
    ...(uncompleted === 0 ? [] : [`${uncompleted} of ${requests} requests did not complete`]),
    ...COUNTED_ANOMALIES.flatMap(([id, figure, what]) => {
      const count = figureOf(checks, id, figure) ?? 0;
      return count === 0 ? [] : [`${count} ${what}`];
    }),
    ...lostEvidence(manifest),
  ];
  const all = [...lines.map((line) => `- ${escapeMarkdown(line)}`), ...reasonLines(checks, escapeMarkdown)];
  return all.length === 0 ? ["None."] : all;
}

function repeatBlock(manifest: RunManifest): string[] {
  const command = repeatCommand(manifest);
  if (command === null) return ["This run was imported from a table of completions: what made it is not recorded."];
  const unrecorded =
    "What run.json does not record has to be added: `--trials`, and the addresses, files and programs that were named.";
  return ["```bash", command, "```", "", unrecorded];
}

/** `| Phase 7: … | ☑ pass | 2026-01-31 | 12 of 12 success metrics |`; nothing in it is a text of others. */
function phaseLine({ verdict, checks }: Checklist, { startedAt }: RunManifest): string {
  const passed = checks.filter((check) => check.verdict === "pass").length;
  return tableRow([
    PHASE,
    `${VERDICT_SIGNS[verdict]} ${verdict}`,
    dateOf(startedAt),
    `${passed} of ${checks.length} success metrics met`,
  ]);
}

function dateOf(instant: string): string {
  return /^\d{4}-\d\d-\d\d/.exec(instant)?.[0] ?? "unknown";
}

function figureOf(checks: readonly Check[], id: SuccessMetricId, name: string): number | null {
  const figures = checks.find((check) => check.id === id)?.figures ?? [];
  return figures.find((figure) => figure.name === name)?.value ?? null;
}
