import type { CheckTable, ScenarioReport } from "@wa-routing/protocol";
import type { Analysis } from "../analysis.ts";
import type { ClockAlignment } from "../evidence/clock-alignment.ts";
import type { WitnessQuality } from "../order/witness.ts";
import { percentOf } from "../reasons/words.ts";

type Table = ScenarioReport["tables"][number];
type Row = readonly [what: string, found: string];

/** What the evidence of a scenario is worth, in tables: requests, joins, witnesses, clocks, scores, registry. */
export function evidenceTables(analysis: Analysis): Table[] {
  return [requestsTable(analysis), joinsTable(analysis), ...witnessesTable(analysis), ...logTable(analysis)];
}

function requestsTable({ requests }: Analysis): Table {
  const outcomes = Object.entries(requests.outcomes).map(([outcome, count]): Row => [outcome, String(count)]);
  return twoColumns("Requests, and how late they were sent", [
    ["planned", String(requests.planned)],
    ["sent", String(requests.sent)],
    ...outcomes,
    ["lateness, median", ms(requests.latenessP50Ms)],
    ["lateness, 99th percentile", ms(requests.latenessP99Ms)],
    ["lateness, largest", ms(requests.latenessMaxMs)],
    ...optional("delay of the sender's event loop, 99th percentile", requests.eventLoopDelayP99Ms, ms),
  ]);
}

function joinsTable({ joins, clocks }: Analysis): Table {
  const clock = (name: string, { boundMs, contradictions }: ClockAlignment): Row => [
    `clock of ${name}`,
    `known to ± ${ms(boundMs)}${contradictions === 0 ? "" : `; ${contradictions} requests contradict it`}`,
  ];
  return twoColumns("Joins: how much of the requests each witness saw", [
    ...optional("found at the model servers", joins.arrivalRate, percent),
    ...optional("named in the router's log", joins.eventRate, percent),
    ...optional("dispatch told of in the router's log", joins.dispatchRate, percent),
    ["arrived more than once", String(joins.duplicatedArrivals)],
    ["arrivals of others", String(joins.foreignArrivals)],
    ...Object.entries(clocks.modelServers).map(([name, alignment]) => clock(name, alignment)),
    ...(clocks.router === null ? [] : [clock("the router", clocks.router)]),
  ]);
}

function witnessesTable({ witnesses }: Analysis): Table[] {
  if (witnesses.length === 0) return [];
  const columns: CheckTable["columns"] = [
    { title: "witness", align: "left" },
    { title: "compared with", align: "left" },
    { title: "pairs", align: "right" },
    { title: "swapped", align: "right" },
    { title: "largest gap", align: "right" },
    { title: "undecided below", align: "right" },
    { title: "decided", align: "right" },
    { title: "heard", align: "left" },
  ];
  const row = (quality: WitnessQuality) => [
    ...[WITNESSES[quality.witness], COMPARED[quality.comparedWith], String(quality.pairs), String(quality.swapped)],
    ...[ms(quality.largestSwappedGapMs), ms(quality.bandMs), percent(quality.decidedShare)],
    quality.poor === null ? "yes" : `no: ${quality.poor.cause}`,
  ];
  const notes = [
    "Each witness of the order is measured where the order is known; what it sees closer together than it can tell apart is undecided.",
  ];
  return [{ title: "Witnesses of the order", table: { columns, rows: witnesses.map(row), notes } }];
}

const WITNESSES: Readonly<Record<WitnessQuality["witness"], string>> = {
  "router-log": "the router's log",
  arrivals: "the model servers",
  completions: "ends of answers",
};
const COMPARED: Readonly<Record<WitnessQuality["comparedWith"], string>> = {
  "router-log": "the router's log",
  "send-order": "the order of sending, in the control arm",
  nothing: "nothing: too few pairs",
};

function logTable({ scores, registry, logPoints }: Analysis): Table[] {
  return [
    ...(scores === null || scores.lines === 0
      ? []
      : [
          twoColumns(
            "Scores in the router's log",
            [
              ["lines", String(scores.lines)],
              ["recomputed", String(scores.lines - scores.notRecomputed)],
              ["other than the formula's", String(scores.mismatches)],
              ["largest error", String(scores.largestError)],
              ...(scores.rounded === null
                ? []
                : [
                    [
                      `right to the ${scores.rounded.decimals} decimals of the log`,
                      String(scores.rounded.lines),
                    ] as const,
                  ]),
              ["decided by the wait", String(scores.decidedBy.wait)],
              ["decided by the criticality", String(scores.decidedBy.criticality)],
              ["decided by the rate", String(scores.decidedBy.rate)],
              ...(scores.weights === null ? [] : [["weights", scores.weights] as const]),
            ],
            scores.examples,
          ),
        ]),
    ...(registry === null || registry.compared === 0
      ? []
      : [
          twoColumns(
            "Registry, rebuilt from the router's log",
            [
              ["values compared", String(registry.compared)],
              ["of them average waits", String(registry.waitsCompared)],
              ["differences", String(registry.differences)],
              ["workloads still active at the end", String(registry.stillActive)],
            ],
            registry.examples,
          ),
        ]),
    ...(logPoints === null
      ? []
      : [
          twoColumns(
            "Lines of the log points",
            Object.entries(logPoints.lines).map(([point, lines]) => [point, String(lines)]),
          ),
        ]),
  ];
}

function twoColumns(title: string, rows: readonly Row[], notes: readonly string[] = []): Table {
  const columns: CheckTable["columns"] = [
    { title: "what", align: "left" },
    { title: "found", align: "right" },
  ];
  return { title, table: { columns, rows: rows.map((row) => [...row]), notes: [...notes] } };
}

function optional(what: string, value: number | null, written: (value: number) => string): Row[] {
  return value === null ? [] : [[what, written(value)]];
}

function ms(value: number): string {
  return `${value.toFixed(2)} ms`;
}

function percent(share: number): string {
  return `${percentOf(share)} %`;
}
