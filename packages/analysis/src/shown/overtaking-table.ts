import type { CheckTable, RankComparison, ScenarioReport } from "@wa-routing/protocol";
import type { Examined } from "../analyze.ts";
import type { RequestTrace } from "../evidence/request-trace.ts";
import type { Overtaking } from "../order/overtaking.ts";
import { orderBy } from "../order/witness.ts";
import { leftOut, MOST_SHOWN } from "./limits.ts";
import { shownWitness } from "./rank-comparison.ts";

const COLUMNS: CheckTable["columns"] = [
  { title: "left as", align: "right" },
  { title: "request", align: "left" },
  { title: "overtook", align: "left" },
  { title: "score difference", align: "left" },
  { title: "by", align: "left" },
  { title: "left too early", align: "left" },
];

/** Who overtook whom in one trial, and who left although the claimed rule puts others first; a row for each, in the order of leaving. */
export function overtakingTable(
  examined: Examined,
  trial: number,
  ranks: RankComparison | null,
): ScenarioReport["overtakings"] {
  const witness = shownWitness(examined);
  const attribution = examined.analysis.attribution.find((candidate) => candidate.witness === witness?.name);
  if (witness === null || attribution === undefined || ranks === null) return null;
  const members = examined.episodes.filter((episode) => episode.trial === trial).flatMap((episode) => episode.members);
  const traceOf = new Map(members.map((trace) => [trace.record.id, trace]));
  const of = attribution.overtakings.filter((overtaking) => overtaking.trial === trial);
  const inversions = ranks.inversions.filter((inversion) => inversion.trial === trial);
  const rows = orderBy(witness, members).flatMap(({ record }, at) => {
    const overtook = of.filter(({ overtaker }) => overtaker === record.id);
    const early = inversions.filter(({ left }) => left === record.id);
    if (overtook.length + early.length === 0) return [];
    const others = overtook.map(({ overtaken }) => overtaken);
    return [
      {
        id: record.id,
        cells: [
          ...[String(at + 1), `${record.id} (${record.workload})`, countedByWorkload(others, traceOf)],
          ...[differences(overtook), [...new Set(overtook.map(({ decidedBy }) => decidedBy))].join(", ")],
          early.length === 0
            ? ""
            : `before ${countedByWorkload(
                early.map(({ before }) => before),
                traceOf,
              )}`,
        ],
      },
    ];
  });
  const shown = rows.slice(0, MOST_SHOWN.overtakers);
  const notes = [
    "Overtook: left before requests of other workloads that had been sent earlier, by workload. Score difference: at that moment, as replayed; by: the term of the score that speaks most for it. Left too early: before requests that the workload-aware rule puts first, whatever the timing.",
    ...leftOut(shown.length, rows.length, "requests that overtook or left too early"),
  ];
  return {
    table: { columns: COLUMNS, rows: shown.map(({ cells }) => cells), notes },
    overtakers: shown.map(({ id }) => id),
  };
}

/** `8 of low, 2 of middle` */
function countedByWorkload(ids: readonly string[], traceOf: ReadonlyMap<string, RequestTrace>): string {
  const counts = new Map<string, number>();
  for (const id of ids) {
    const workload = traceOf.get(id)?.record.workload ?? "others";
    counts.set(workload, (counts.get(workload) ?? 0) + 1);
  }
  return [...counts].map(([workload, count]) => `${count} of ${workload}`).join(", ");
}

/** `+0.16`, `−0.02 to +0.40` */
function differences(overtakings: readonly Overtaking[]): string {
  if (overtakings.length === 0) return "";
  const all = overtakings.map(({ scoreDifference }) => scoreDifference);
  const [least, most] = [Math.min(...all), Math.max(...all)].map(signed) as [string, string];
  return least === most ? least : `${least} to ${most}`;
}

function signed(value: number): string {
  return `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(3)}`;
}
