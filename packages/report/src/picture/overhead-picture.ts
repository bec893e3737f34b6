import type { CheckTable, OverheadCurves } from "@wa-routing/protocol";
import { FAIL, INK, INNER_LABELS, MUTED, PASS, valueAxis, workloadInk } from "./ink.ts";
import type { Picture } from "./picture.ts";
import type { CustomApi } from "./waits-picture.ts";

const WIDTH_PX = 760;
const PLOT_PX = 250;
/** Of the tail that only stalls reach nothing is drawn. */
const DRAWN_SHARE = 0.998;

type Route = OverheadCurves["routes"][number];

/** How long requests took by each route, and by how much longer through the router under test. */
export function overheadPicture(curves: OverheadCurves): Picture {
  const { shares, routes, difference, quantile, limitMs } = curves;
  const drawn = shares.filter((share) => share <= DRAWN_SHARE).length;
  const p = `p${Number((quantile * 100).toFixed(1))}`;
  const names = routes.map(nameOf);
  const scale = Math.max(limitMs, difference?.highMs ?? 0) * 1.15;
  const least = Math.min(0, (difference?.lowMs ?? 0) * 1.15);
  return {
    title: "What the router adds to a request's time",
    caption: `Left: the share of requests that took no longer than so many ms, by each route; the stroke is at ${p}. Right: by how much ${p} is longer than by the route that is judged against, with its interval; it has to lie below ${limitMs} ms.`,
    description: differenceText(curves, p),
    widthPx: WIDTH_PX,
    heightPx: PLOT_PX + 70,
    legend: names,
    tables: [{ title: "Times by route", table: timesTable(curves, p) }],
    option: {
      grid: [
        { left: 52, top: 16, width: 440, height: PLOT_PX, containLabel: false },
        { left: 580, top: 16, width: 130, height: PLOT_PX, containLabel: false },
      ],
      xAxis: [
        valueAxis("time in ms", { gridIndex: 0, min: 0, axisLabel: INNER_LABELS }),
        {
          type: "category",
          gridIndex: 1,
          data: [`${p} difference in ms`],
          axisLabel: { color: MUTED, fontSize: 12 },
          axisLine: { show: false },
          axisTick: { show: false },
        },
      ],
      yAxis: [
        valueAxis("share of requests", { gridIndex: 0, min: 0, max: 1, nameGap: 34 }),
        valueAxis("", { gridIndex: 1, min: Math.floor(least), max: Math.ceil(scale), axisLabel: INNER_LABELS }),
      ],
      series: [
        ...routes.map(({ latenciesMs }, number) => ({
          ...{ type: "line", xAxisIndex: 0, yAxisIndex: 0, silent: true, symbol: "none", step: "end" },
          lineStyle: {
            color: workloadInk(number).colour,
            width: 2,
            type: number === 0 ? "solid" : number === 1 ? "dashed" : "dotted",
          },
          data: latenciesMs.slice(0, drawn).map((ms, at) => [ms, shares[at]]),
        })),
        {
          ...{ type: "custom", xAxisIndex: 0, yAxisIndex: 0, silent: true, data: [[0, quantile]] },
          renderItem: (
            { coordSys }: { readonly coordSys: { readonly x: number; readonly width: number } },
            api: CustomApi,
          ) => {
            const [, y] = api.coord([0, quantile]);
            return {
              type: "line",
              shape: { x1: coordSys.x, y1: y, x2: coordSys.x + coordSys.width, y2: y },
              style: { stroke: MUTED, lineDash: [3, 3] },
            };
          },
        },
        {
          ...{ type: "custom", xAxisIndex: 1, yAxisIndex: 1, silent: true, data: [[0, limitMs]] },
          renderItem: (
            { coordSys }: { readonly coordSys: { readonly x: number; readonly width: number } },
            api: CustomApi,
          ) => {
            const [, limit] = api.coord([0, limitMs]);
            const [right, middle] = [coordSys.x + coordSys.width, coordSys.x + coordSys.width / 2];
            const limitLine = {
              type: "line",
              shape: { x1: coordSys.x, y1: limit, x2: right, y2: limit },
              style: { stroke: FAIL, lineWidth: 2 },
            };
            const limitName = {
              type: "text",
              style: {
                text: `limit ${limitMs} ms`,
                x: right,
                y: limit - 4,
                fill: FAIL,
                fontSize: 12,
                align: "right",
                verticalAlign: "bottom",
              },
            };
            if (difference === null) return { type: "group", children: [limitLine, limitName] };
            const y = (ms: number) => api.coord([0, ms])[1];
            const colour = difference.highMs < limitMs ? PASS : difference.lowMs > limitMs ? FAIL : INK;
            return {
              type: "group",
              children: [
                limitLine,
                limitName,
                {
                  type: "line",
                  shape: { x1: middle, y1: y(difference.lowMs), x2: middle, y2: y(difference.highMs) },
                  style: { stroke: colour, lineWidth: 3 },
                },
                ...[difference.lowMs, difference.highMs].map((ms) => ({
                  type: "line",
                  shape: { x1: middle - 9, y1: y(ms), x2: middle + 9, y2: y(ms) },
                  style: { stroke: colour, lineWidth: 3 },
                })),
                { type: "circle", shape: { cx: middle, cy: y(difference.valueMs), r: 5 }, style: { fill: colour } },
              ],
            };
          },
        },
      ],
    },
  };
}

function differenceText({ difference, limitMs }: OverheadCurves, p: string): string {
  if (difference === null) return "Too few blocks of requests to compare.";
  const { valueMs, lowMs, highMs } = difference;
  return `The difference at ${p} is ${valueMs.toFixed(2)} ms, between ${lowMs.toFixed(2)} and ${highMs.toFixed(2)} ms; the limit is ${limitMs} ms.`;
}

function nameOf({ route, header, role }: Route): string {
  const by =
    route === null
      ? "through the router"
      : route === "direct"
        ? "directly to the model server"
        : "through a router that serves first come, first served";
  const with_ = header === "none" ? ", without the header" : "";
  return `${by}${with_}${role === "judged" ? " (judged against)" : ""}`;
}

function timesTable({ shares, routes, difference }: OverheadCurves, p: string): CheckTable {
  const at = ({ latenciesMs }: Route, share: number) =>
    `${(latenciesMs[shares.findIndex((of) => of >= share)] ?? 0).toFixed(2)} ms`;
  const shown = [0.5, 0.9, 0.99, 0.999];
  return {
    columns: [
      { title: "route", align: "left" },
      { title: "requests", align: "right" },
      ...shown.map((share) => ({ title: `p${share * 100}`, align: "right" as const })),
    ],
    rows: routes.map((route) => [nameOf(route), String(route.requests), ...shown.map((share) => at(route, share))]),
    notes:
      difference === null
        ? []
        : [
            `Difference at ${p}: ${difference.valueMs.toFixed(2)} ms (${difference.lowMs.toFixed(2)} to ${difference.highMs.toFixed(2)} ms).`,
          ],
  };
}
