import type { Inversion, ScenarioReport, TrialTimeline } from "@wa-routing/protocol";
import { shortName } from "../waits-words.ts";
import { INK, INNER_LABELS, valueAxis } from "./ink.ts";
import type { Picture } from "./picture.ts";
import { leftMs, type PlacedRequest, timelineRows } from "./timeline-rows.ts";
import { type Around, lanesOf, requestOf, stepsOf, type View } from "./timeline-shapes.ts";
import { captionOf, descriptionOf, requestsTable } from "./timeline-words.ts";
import type { CustomApi } from "./waits-picture.ts";

const WIDTH_PX = 940;
const LEFT_PX = 120;
const TOP_PX = 40;
const HELD_WIDTH_PX = 330;
const RELEASED_LEFT_PX = 480;
const RELEASED_WIDTH_PX = 430;
const FEW_ROWS = 36;

const TIME_LABELS = { ...INNER_LABELS, showMinLabel: true };

/** One trial from its first prime to the last dispatch: a lane for each workload, a row for each request. Null without requests. */
export function timelinePicture(
  timeline: TrialTimeline,
  overtakings: ScenarioReport["overtakings"],
  inversions: readonly Inversion[],
  workloads: readonly string[],
): Picture | null {
  const { lanes, placed, rows } = timelineRows(timeline, workloads);
  const [first] = timeline.steps;
  if (placed.length === 0 || first === undefined) return null;
  const zeroMs = first.startMs;
  const releasedMs = timeline.steps.find(({ step }) => step === "release")?.startMs ?? null;
  const lastMs = Math.max(...placed.flatMap((request) => leftMs(request) ?? []), (releasedMs ?? zeroMs) + 1);
  const endMs = Math.max(...timeline.steps.map((step) => step.endMs));
  const early = new Set(inversions.filter(({ trial }) => trial === timeline.trial).map(({ left }) => left));
  const overtook = new Set(overtakings?.overtakers ?? []);
  const rowPx = rows > FEW_ROWS ? 9 : 13;
  const view: View = { zeroMs, releasedMs, lanes, placed, early, overtook, rowPx };
  const afterMs = releasedMs === null ? 0 : (lastMs - releasedMs) * 1.08 + 0.5;
  const isWide = releasedMs === null;
  const height = rows * rowPx;
  const grids = [
    {
      left: LEFT_PX,
      top: TOP_PX,
      width: isWide ? RELEASED_LEFT_PX + RELEASED_WIDTH_PX - LEFT_PX : HELD_WIDTH_PX,
      height,
    },
    ...(isWide ? [] : [{ left: RELEASED_LEFT_PX, top: TOP_PX, width: RELEASED_WIDTH_PX, height }]),
  ];
  return {
    title: `Trial ${timeline.trial + 1} as it went`,
    caption: captionOf(isWide),
    description: descriptionOf(timeline, placed, overtook.size, early.size),
    widthPx: WIDTH_PX,
    heightPx: TOP_PX + height + 48,
    legend: workloads.map(shortName),
    tables: [{ title: `Requests of trial ${timeline.trial + 1}`, table: requestsTable(placed, zeroMs, releasedMs) }],
    option: {
      title: grids.map(({ left }, panel) => ({
        ...{ text: panel === 0 ? "held" : "after the release", left, top: 0, padding: 0 },
        textStyle: { color: INK, fontSize: 14 },
      })),
      grid: grids.map((grid) => ({ ...grid, containLabel: false })),
      xAxis: [
        valueAxis("s since the trial began", {
          gridIndex: 0,
          min: 0,
          max: ((releasedMs ?? endMs) - zeroMs) / 1000,
          splitLine: { show: false },
          axisLabel: TIME_LABELS,
        }),
        ...(isWide
          ? []
          : [
              valueAxis("ms since the release", {
                gridIndex: 1,
                min: 0,
                max: afterMs,
                axisLabel: TIME_LABELS,
              }),
            ]),
      ],
      yAxis: grids.map((_, panel) => ({
        type: "value",
        gridIndex: panel,
        inverse: true,
        min: 0,
        max: rows,
        show: false,
      })),
      series: [
        layer(0, [0], (around, api) => lanesOf(view, around, api, true)),
        layer(0, [0], (around, api) => stepsOf(view, timeline, around, api)),
        ...grids.flatMap((_, panel) => [
          ...(panel === 1 ? [layer(1, [0], (around, api) => lanesOf(view, around, api, false))] : []),
          layer(
            panel,
            placed.map((_request, index) => index),
            (around, api) => requestOf(view, placed[around.dataIndex] as PlacedRequest, panel === 0, around, api),
          ),
        ]),
      ],
    },
  };
}

type Drawn = (around: Around, api: CustomApi) => object;

function layer(panel: number, data: readonly number[], renderItem: Drawn): object {
  return {
    type: "custom",
    xAxisIndex: panel,
    yAxisIndex: panel,
    silent: true,
    data: data.map((at) => [0, at]),
    renderItem,
  };
}
