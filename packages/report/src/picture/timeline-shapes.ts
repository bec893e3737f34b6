import type { TrialTimeline } from "@wa-routing/protocol";
import { FAIL, GRID, INK, inkedName, LINE, MUTED, workloadInk } from "./ink.ts";
import { type Lane, leftMs, type PlacedRequest } from "./timeline-rows.ts";
import { STEP_WORDS } from "./timeline-words.ts";
import type { CustomApi } from "./waits-picture.ts";

/** Where something is drawn: its panel, and which of the data it is. */
export interface Around {
  readonly coordSys: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  readonly dataIndex: number;
}

/** What a timeline draws. */
export interface View {
  readonly zeroMs: number;
  readonly releasedMs: number | null;
  readonly lanes: readonly Lane[];
  readonly placed: readonly PlacedRequest[];
  readonly early: ReadonlySet<string>;
  readonly overtook: ReadonlySet<string>;
  readonly rowPx: number;
}

/** Lines between lanes, and the workloads' names. */
export function lanesOf({ lanes }: View, { coordSys }: Around, api: CustomApi, named: boolean): object {
  const children = lanes.flatMap(({ workload, from, to }, number) => {
    const [top, bottom] = [api.coord([0, from])[1], api.coord([0, to])[1]];
    const band = {
      type: "rect",
      shape: { x: coordSys.x, y: top, width: coordSys.width, height: bottom - top },
      style: { fill: number % 2 === 0 ? "var(--raised)" : "none", stroke: GRID },
    };
    const text = inkedName(workload);
    const name = {
      type: "text",
      style: {
        text,
        x: coordSys.x - 8,
        y: (top + bottom) / 2,
        fill: INK,
        fontSize: 12,
        align: "right",
        verticalAlign: "middle",
      },
    };
    return named ? [band, name] : [band];
  });
  return { type: "group", children };
}

/** The steps, above the lanes; a name where there is room for it. */
export function stepsOf(
  { zeroMs, releasedMs }: View,
  { steps }: TrialTimeline,
  { coordSys }: Around,
  api: CustomApi,
): object {
  const x = (ms: number) => api.coord([(ms - zeroMs) / 1000, 0])[0];
  const children = steps
    .filter(({ startMs }) => releasedMs === null || startMs < releasedMs)
    .flatMap(({ step, startMs, endMs }) => {
      const [from, to] = [x(startMs), Math.min(x(endMs), coordSys.x + coordSys.width)];
      const text = STEP_WORDS[step];
      const hasRoom = to - from > text.length * 6;
      return [
        {
          type: "line",
          shape: { x1: from, y1: coordSys.y - 18, x2: from, y2: coordSys.y + (step === "hold" ? coordSys.height : 0) },
          style: { stroke: step === "hold" ? MUTED : LINE, lineDash: step === "hold" ? [4, 3] : null },
        },
        ...(hasRoom
          ? [
              {
                type: "text",
                style: {
                  text,
                  x: from + 3,
                  y: coordSys.y - 9,
                  fill: MUTED,
                  fontSize: 11,
                  align: "left",
                  verticalAlign: "middle",
                },
              },
            ]
          : []),
      ];
    });
  return { type: "group", children };
}

/** Waiting as a thin bar, being served as a thick one, and a sign at the moment of leaving. */
export function requestOf(
  view: View,
  request: PlacedRequest,
  isHeld: boolean,
  { coordSys }: Around,
  api: CustomApi,
): object {
  const { zeroMs, releasedMs, rowPx, early, overtook } = view;
  const originMs = isHeld ? zeroMs : (releasedMs ?? zeroMs);
  const right = coordSys.x + coordSys.width;
  const x = (ms: number) =>
    Math.min(Math.max(api.coord([(ms - originMs) / (isHeld ? 1000 : 1), 0])[0], coordSys.x), right);
  const y = api.coord([0, request.row])[1] + rowPx / 2;
  const untilMs = leftMs(request) ?? request.endMs;
  const { colour } = workloadInk(request.number);
  const isOver = isHeld && releasedMs !== null && request.sentMs >= releasedMs;
  const hasEnded = !isHeld && releasedMs !== null && request.endMs < releasedMs;
  if (isOver || hasEnded) return { type: "group", children: [] };
  const bar = (fromMs: number, toMs: number, size: number, fillOpacity: number) => ({
    ...{
      type: "rect",
      shape: { x: x(fromMs), y: y - size / 2, width: Math.max(0.5, x(toMs) - x(fromMs)), height: size },
    },
    style: { fill: colour, fillOpacity },
  });
  const waiting = bar(request.sentMs, untilMs, rowPx * 0.3, 0.9);
  const served = leftMs(request) === null ? [] : [bar(untilMs, request.endMs, rowPx * 0.8, 0.3)];
  const isHere = isHeld ? releasedMs === null || untilMs < releasedMs : true;
  const leaves = isHere && leftMs(request) !== null && !request.primed;
  return {
    type: "group",
    children: [
      waiting,
      ...(isHere ? served : []),
      ...(leaves ? marksOf(request, x(untilMs), y, rowPx, { early, overtook }) : []),
    ],
  };
}

function marksOf(
  { id, place }: PlacedRequest,
  x: number,
  y: number,
  rowPx: number,
  { early, overtook }: Pick<View, "early" | "overtook">,
): object[] {
  const size = Math.min(4.5, rowPx / 2.2);
  const ink = early.has(id) ? FAIL : INK;
  const sign = early.has(id)
    ? [
        {
          type: "line",
          shape: { x1: x - size, y1: y - size, x2: x + size, y2: y + size },
          style: { stroke: FAIL, lineWidth: 2 },
        },
        {
          type: "line",
          shape: { x1: x - size, y1: y + size, x2: x + size, y2: y - size },
          style: { stroke: FAIL, lineWidth: 2 },
        },
      ]
    : overtook.has(id)
      ? [
          {
            type: "polygon",
            shape: {
              points: [
                [x - size, y + size],
                [x, y - size],
                [x + size, y + size],
              ],
            },
            style: { fill: INK },
          },
        ]
      : [
          {
            type: "circle",
            shape: { cx: x, cy: y, r: size * 0.75 },
            style: { fill: "var(--paper)", stroke: INK, lineWidth: 1.5 },
          },
        ];
  const number = {
    type: "text",
    style: {
      text: String(place),
      x: x + size + 3,
      y,
      fill: ink,
      fontSize: rowPx > 9 ? 11 : 9,
      align: "left",
      verticalAlign: "middle",
    },
  };
  return place === null || rowPx < 9 ? sign : [...sign, number];
}
