import type { CheckTable, ScenarioReport, WaitSpread } from "@wa-routing/protocol";
import { durationText } from "../duration-text.ts";
import { percent } from "../percent.ts";
import { shortName } from "../waits-words.ts";
import { INK, inkedName, valueAxis, workloadInk } from "./ink.ts";
import type { Picture } from "./picture.ts";

const WIDTH_PX = 760;
const ROW_PX = 30;
const LEFT_PX = 190;

const MEASURES = {
  wait: "from when the held queue began to move to arrival at a model server",
  response: "from when the first held request was answered to the end of the response",
} as const;

/** How long each workload waited, trial by trial, beside the same in the control. */
export function waitsPicture(
  { measure, spreads }: NonNullable<ScenarioReport["waits"]>,
  workloads: readonly string[],
): Picture | null {
  if (spreads.length === 0) return null;
  const heightPx = ROW_PX * spreads.length + 62;
  const places = spreads.map((spread, row) => ({ ...spread, row }));
  return {
    title: "How long each workload waited",
    caption: `Each dot is the median of one trial (${MEASURES[measure]}); the upright stroke is their median, and the bar its 95 % interval, from six trials on. Hollow: the control, the same requests without what is claimed.`,
    description: spreads.map((spread) => `${nameOf(spread)}: ${waitText(spread)}.`).join(" "),
    widthPx: WIDTH_PX,
    heightPx,
    legend: [],
    tables: [{ title: "Waits by workload", table: waitsTable(spreads) }],
    option: {
      grid: { left: LEFT_PX, right: 24, top: 8, height: ROW_PX * spreads.length, containLabel: false },
      xAxis: valueAxis("wait in ms", { min: 0 }),
      yAxis: {
        ...{ type: "category", inverse: true, data: spreads.map(nameOf) },
        axisLabel: { color: INK, fontSize: 13 },
        axisLine: { show: false },
        axisTick: { show: false },
      },
      series: places.flatMap((spread) => rowSeries(spread, workloads.indexOf(spread.workload))),
    },
  };
}

function rowSeries(
  { row, arm, trialMediansMs, medianMs, interval }: WaitSpread & { readonly row: number },
  number: number,
): object[] {
  const { colour } = workloadInk(Math.max(0, number));
  const hollow = arm === "control";
  const bar = interval === null ? [] : [[interval.lowMs, row, interval.highMs]];
  return [
    {
      ...{ type: "custom", silent: true, data: bar },
      renderItem: (_: unknown, api: CustomApi) => {
        const [[from, y], [to]] = [api.coord([api.value(0), row]), api.coord([api.value(2), row])];
        const shape = { x: from, y: y - 6, width: Math.max(1, to - from), height: 12 };
        return {
          type: "rect",
          shape,
          style: { fill: hollow ? "none" : colour, fillOpacity: 0.35, stroke: colour, lineWidth: 1 },
        };
      },
    },
    {
      ...{
        type: "scatter",
        silent: true,
        symbol: "circle",
        symbolSize: 6,
        data: trialMediansMs.map((ms) => [ms, row]),
      },
      itemStyle: hollow
        ? { color: "transparent", borderColor: colour, borderWidth: 1.2 }
        : { color: colour, opacity: 0.75 },
    },
    {
      ...{ type: "custom", silent: true, data: [[medianMs, row]] },
      renderItem: (_: unknown, api: CustomApi) => {
        const [x, y] = api.coord([medianMs, row]);
        return { type: "rect", shape: { x: x - 1.25, y: y - 10, width: 2.5, height: 20 }, style: { fill: INK } };
      },
    },
  ];
}

/** What a custom series is drawn with. */
export interface CustomApi {
  readonly value: (dimension: number) => number;
  readonly coord: (point: readonly [number, number]) => [number, number];
}

function nameOf({ workload, arm }: WaitSpread): string {
  return `${inkedName(workload)}${arm === "control" ? ", control" : ""}`;
}

function waitText({ medianMs, interval }: WaitSpread): string {
  const range = interval === null ? "" : ` (${durationText(interval.lowMs)} to ${durationText(interval.highMs)})`;
  return `${durationText(medianMs)}${range}`;
}

function waitsTable(spreads: readonly WaitSpread[]): CheckTable {
  const intervalText = ({ interval }: WaitSpread) =>
    interval === null
      ? "too few trials"
      : `${durationText(interval.lowMs)} to ${durationText(interval.highMs)} (${percent(interval.confidence)})`;
  return {
    columns: [
      { title: "workload", align: "left" },
      { title: "arm", align: "left" },
      { title: "trials", align: "right" },
      { title: "median", align: "right" },
      { title: "its interval", align: "left" },
    ],
    rows: spreads.map((spread) => [
      ...[shortName(spread.workload), spread.arm, String(spread.trialMediansMs.length)],
      ...[durationText(spread.medianMs), intervalText(spread)],
    ]),
    notes: [
      "The interval is of the trials' medians: requests of one trial wait for each other, and are not counted one by one.",
    ],
  };
}
