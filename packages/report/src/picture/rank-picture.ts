import type { CheckTable, RankComparison } from "@wa-routing/protocol";
import { percent } from "../percent.ts";
import { plainText } from "../plain-text.ts";
import { shortName } from "../waits-words.ts";
import { FAIL, INK, INNER_LABELS, LINE, PASS, valueAxis, workloadInk } from "./ink.ts";
import type { Picture } from "./picture.ts";

const WIDTH_PX = 760;
const PANEL_PX = 300;
const TOP_PX = 62;
const LEFT_PX = [56, 430] as const;

const WITNESSES: Readonly<Record<RankComparison["witness"], string>> = {
  "router-log": "in the router's log",
  arrivals: "at the model servers",
  completions: "by the ends of answers",
};
const VERDICTS = { explains: "explains it", refuted: "refuted", undecided: "undecided" } as const;

const VERDICT_INKS = { explains: PASS, refuted: FAIL, undecided: INK } as const;

type Rule = RankComparison["rules"][number];

/** The order that was seen against the order that the claimed rule gives, and beside it against first come, first served. */
export function rankPicture(ranks: RankComparison, workloads: readonly string[]): Picture | null {
  const [claimed, fcfs] = ranks.rules;
  if (claimed === undefined || fcfs === undefined || ranks.requests.length === 0) return null;
  const last = Math.max(...ranks.requests.flatMap(({ observed, predicted }) => [observed, ...predicted]));
  const panels = [claimed, fcfs].map((rule, panel) => ({ rule, panel }));
  return {
    title: "The order that was seen, against the order that each rule gives",
    caption: `Each sign is a request: to the right by its place in the order that the rule gives, upwards by its place in the order that was seen ${WITNESSES[ranks.witness]}. A rule that was kept puts them all on the line.`,
    description: `${described(claimed)} ${described(fcfs)} The table below has the mean places of each workload.`,
    widthPx: WIDTH_PX,
    heightPx: TOP_PX + PANEL_PX + 52,
    legend: workloads.map(shortName),
    tables: [
      { title: "Mean places of each workload", table: meansTable(ranks, workloads) },
      { title: "Every rule against what was seen", table: rulesTable(ranks) },
    ],
    option: {
      title: panels.map(({ rule, panel }) => ({
        ...{ text: headOf(rule), subtext: agreementOf(rule), left: LEFT_PX[panel], top: 4, itemGap: 4, padding: 0 },
        textStyle: {
          color: panel === 0 ? VERDICT_INKS[rule.verdict] : INK,
          fontSize: 15,
        },
        subtextStyle: { color: "var(--muted)", fontSize: 12 },
      })),
      grid: panels.map(({ panel }) => ({
        left: LEFT_PX[panel],
        top: TOP_PX,
        width: PANEL_PX,
        height: PANEL_PX,
        containLabel: false,
      })),
      xAxis: panels.map(({ panel }) =>
        valueAxis("place that the rule gives", { gridIndex: panel, min: 0, max: last + 1, axisLabel: INNER_LABELS }),
      ),
      yAxis: panels.map(({ panel }) =>
        valueAxis("place that was seen", {
          gridIndex: panel,
          min: 0,
          max: last + 1,
          nameGap: 34,
          axisLabel: INNER_LABELS,
        }),
      ),
      series: panels.flatMap(({ panel }) => [
        {
          ...{
            type: "line",
            xAxisIndex: panel,
            yAxisIndex: panel,
            silent: true,
            symbol: "none",
            z: 1,
            data: [
              [0, 0],
              [last + 1, last + 1],
            ],
          },
          lineStyle: { color: LINE, width: 2 },
        },
        ...workloads.map((workload, number) => {
          const { colour, symbol } = workloadInk(number);
          const own = ranks.requests.filter((request) => request.workload === workload);
          return {
            ...{ type: "scatter", xAxisIndex: panel, yAxisIndex: panel, silent: true, symbol, symbolSize: 7 },
            itemStyle: { color: colour, opacity: 0.6 },
            data: own.map(({ predicted, observed }) => [predicted[panel], observed]),
          };
        }),
      ]),
    },
  };
}

function headOf({ rule, verdict }: Rule): string {
  return `${rule === "fcfs" ? "first come, first served" : plainText(rule)}: ${VERDICTS[verdict]}`;
}

function agreementOf({ agreeing, decisivePairs }: Rule): string {
  return decisivePairs === 0 ? "sure of no pair" : `${agreeing} of ${decisivePairs} pairs of which it is sure went so`;
}

function described(rule: Rule): string {
  return `${headOf(rule)}; ${agreementOf(rule)}.`;
}

function meansTable({ requests }: RankComparison, workloads: readonly string[]): CheckTable {
  const mean = (values: readonly number[]) =>
    (values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(1);
  return {
    columns: [
      { title: "workload", align: "left" },
      { title: "requests", align: "right" },
      { title: "seen", align: "right" },
      { title: "by the claimed rule", align: "right" },
      { title: "first come, first served", align: "right" },
    ],
    rows: workloads.flatMap((workload) => {
      const own = requests.filter((request) => request.workload === workload);
      if (own.length === 0) return [];
      const columns = [
        own.map(({ observed }) => observed),
        own.map(({ predicted }) => predicted[0]),
        own.map(({ predicted }) => predicted[1]),
      ];
      return [[shortName(workload), String(own.length), ...columns.map(mean)]];
    }),
    notes: [],
  };
}

function rulesTable({ rules }: RankComparison): CheckTable {
  return {
    columns: [
      { title: "rule", align: "left" },
      { title: "verdict", align: "left" },
      { title: "pairs of which it is sure", align: "right" },
      { title: "went so", align: "right" },
    ],
    rows: rules.map(({ words, verdict, decisivePairs, agreeing }) => [
      ...[words, verdict, String(decisivePairs)],
      decisivePairs === 0 ? "" : percent(agreeing / decisivePairs),
    ]),
    notes: [],
  };
}
