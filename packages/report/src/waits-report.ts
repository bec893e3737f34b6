import type { ArmWaits, CheckTable, Figure, ScenarioWaits, WorkloadWaits } from "@wa-routing/protocol";
import { durationText } from "./duration-text.ts";
import { hasControl, shortName, waitsIntroduction, waitsNotes, waitsSentence } from "./waits-words.ts";

/** The heading of {@link WaitsReport}. */
export const WAITS_TITLE = "Who waited";

/** "Who waited", in words, for any renderer to escape: names in it are hostile text. */
export interface WaitsReport {
  readonly title: typeof WAITS_TITLE;
  /** What the columns mean. */
  readonly introduction: string;
  readonly tables: readonly WaitsTable[];
  /** What must be known of the figures. */
  readonly notes: readonly string[];
}

/** One scenario: a row for each workload, and what they come to. */
export interface WaitsTable {
  readonly scenario: string;
  readonly table: CheckTable;
  readonly sentence: string;
  /** To be folded away. */
  readonly figures: readonly Figure[];
}

type Column = CheckTable["columns"][number] & { readonly cell: (of: WorkloadWaits) => string };

const COLUMNS: readonly Column[] = [
  { title: "workload", align: "left", cell: ({ treatment }) => shortName(treatment.workload) },
  { title: "requests", align: "right", cell: ({ treatment }) => countText(treatment) },
  { title: "typical", align: "right", cell: ({ treatment }) => timeText(treatment.medianMs) },
  { title: "longest", align: "right", cell: ({ treatment }) => timeText(treatment.longestMs) },
];
const CONTROL_COLUMNS: readonly Column[] = [
  { title: "control", align: "right", cell: ({ control }) => (control === null ? "" : timeText(control.medianMs)) },
  { title: "against control", align: "left", cell: comparisonText },
];

// Of more workloads the shortest and the longest waits are shown.
const MOST_ROWS = 8;

/** Who waited in the scenarios of a run, in words; null where nothing is known. */
export function waitsReport(waits: readonly ScenarioWaits[] = []): WaitsReport | null {
  if (waits.length === 0) return null;
  return {
    title: WAITS_TITLE,
    introduction: waitsIntroduction(waits),
    tables: waits.map(tableOf),
    notes: waitsNotes(waits),
  };
}

function tableOf(waits: ScenarioWaits): WaitsTable {
  const { scenario, workloads } = waits;
  const columns = [...COLUMNS, ...(hasControl(waits) ? CONTROL_COLUMNS : [])];
  const hidden = Math.max(0, workloads.length - MOST_ROWS);
  const first = hidden === 0 ? workloads : workloads.slice(0, MOST_ROWS / 2);
  const last = hidden === 0 ? [] : workloads.slice(-MOST_ROWS / 2);
  const row = (workload: WorkloadWaits) => columns.map(({ cell }) => cell(workload));
  const rows = [
    ...first.map(row),
    ...(hidden === 0 ? [] : [[`… ${hidden} between`, ...columns.slice(1).map(() => "")]]),
    ...last.map(row),
  ];
  return {
    scenario,
    table: { columns: columns.map(({ title, align }) => ({ title, align })), rows, notes: [] },
    sentence: waitsSentence(waits),
    figures: [...evenness(waits), ...[...first, ...last].flatMap(workloadFigures)],
  };
}

function countText({ timed, requests }: ArmWaits): string {
  return timed === requests ? String(requests) : `${timed} of ${requests}`;
}

function timeText(ms: number | null): string {
  return ms === null ? "none" : durationText(ms);
}

function comparisonText({ againstControl }: WorkloadWaits): string {
  if (againstControl === null) return "";
  const { found, medianDifferenceMs } = againstControl;
  if (found === "unclear") return "no clear difference";
  const difference = `${durationText(Math.abs(medianDifferenceMs))} ${medianDifferenceMs < 0 ? "shorter" : "longer"}`;
  return found === "too-few-trials" ? `${difference}?` : difference;
}

function evenness({ workloads, jainIndex }: ScenarioWaits): Figure[] {
  if (jainIndex === null) return [];
  const timed = workloads.filter(({ treatment }) => treatment.timed > 0).length;
  return [{ name: `Jain's index of the waits (1: all alike, ${(1 / timed).toFixed(2)}: one did all)`, ...jainIndex }];
}

function workloadFigures({ treatment: { workload }, longest, againstControl }: WorkloadWaits): Figure[] {
  const share = longest === null ? [] : [{ ...longest, value: longest.share }];
  return [
    ...share.map(({ value, low, high, confidence }) => ({
      name: `${workload}: share that waited longest`,
      ...{ value, low, high, confidence },
    })),
    ...(againstControl === null
      ? []
      : [{ name: `${workload}: p of the difference to the control`, value: againstControl.pValue }]),
  ];
}
