import type { RankComparison, ReportedScenario, RunReport, ScenarioReport, TrialTimeline } from "@wa-routing/protocol";
import { SUCCESS_METRIC_IDS, SUCCESS_METRICS, seededRandom, type Verdict } from "@wa-routing/protocol";
import { checklistOf, manifestOf } from "./reports.test-data.ts";

const WORKLOADS = ["high", "low"] as const;

/** The order in which a router lets 12 requests go, of which the 6 of low were sent first. */
export type MadeUpOrder = "workload-aware" | "fcfs";

const timelineOf = (order: MadeUpOrder, name: (text: string) => string): TrialTimeline => ({
  trial: 0,
  arm: "treatment",
  steps: [
    { step: "prime", startMs: 0, endMs: 40, ok: true },
    { step: "hold", startMs: 40, endMs: 50, ok: true },
    { step: "send", startMs: 50, endMs: 130, ok: true },
    { step: "barrier", startMs: 130, endMs: 140, ok: true },
    { step: "release", startMs: 140, endMs: 141, ok: true },
    { step: "drain", startMs: 141, endMs: 260, ok: true },
  ],
  requests: [
    ...WORKLOADS.map((workload, at) => ({
      ...{ id: name(`prime-${workload}`), workload: name(workload), criticality: 3, primed: true, sentMs: 10 * at },
      ...{ enteredMs: 10 * at + 1, dispatchedMs: 10 * at + 2, arrivedMs: 10 * at + 3, endMs: 10 * at + 8 },
      ...{ outcome: "completed" as const, modelServer: name("server"), place: null },
    })),
    ...Array.from({ length: 12 }, (_, at) => {
      const isLow = at < 6;
      const place = order === "fcfs" ? at + 1 : isLow ? at + 7 : at - 5;
      const left = 141 + 2 * place;
      return {
        ...{
          id: name(`request-${at}`),
          workload: name(isLow ? "low" : "high"),
          criticality: isLow ? 1 : 5,
          primed: false,
        },
        ...{ sentMs: 52 + 6 * at, enteredMs: 53 + 6 * at, dispatchedMs: left, arrivedMs: left + 0.5, endMs: left + 60 },
        ...{ outcome: "completed" as const, modelServer: name("server"), place },
      };
    }),
  ],
  requestsLeftOut: 0,
  samples: [
    { atMs: 60, queueSize: 2, poolSaturation: 1 },
    { atMs: 150, queueSize: 9, poolSaturation: null },
  ],
});

const ranksOf = (order: MadeUpOrder, { trial, requests }: TrialTimeline): RankComparison => {
  const held = requests.filter(({ primed }) => !primed);
  const isFcfs = order === "fcfs";
  const low = held.filter((_, at) => at < 6);
  const high = held.filter((_, at) => at >= 6);
  return {
    witness: "router-log",
    rules: [
      {
        rule: "workload-aware",
        words: "the workload-aware rule",
        verdict: isFcfs ? "refuted" : "explains",
        decisivePairs: 36,
        agreeing: isFcfs ? 0 : 36,
      },
      {
        rule: "fcfs",
        words: "first come, first served",
        verdict: isFcfs ? "explains" : "refuted",
        decisivePairs: 36,
        agreeing: isFcfs ? 36 : 0,
      },
    ],
    requests: held.map(({ id, workload, place }, at) => ({
      ...{ trial, id, workload, observed: place ?? 1 },
      predicted: [at < 6 ? at + 7 : at - 5, at + 1],
    })),
    requestsLeftOut: 0,
    inversions: isFcfs
      ? low.flatMap((left) => high.map((before) => ({ trial, left: left.id, before: before.id })))
      : [],
    inversionsLeftOut: 0,
  };
};

/** A scenario's report that shows one trial; names are written by `name`. */
export function scenarioReportOf(order: MadeUpOrder, name: (text: string) => string = (text) => text): ScenarioReport {
  const timeline = timelineOf(order, name);
  const random = seededRandom(order);
  const shares = Array.from({ length: 101 }, (_, at) => at / 100);
  const table = {
    columns: [
      { title: name("what"), align: "left" as const },
      { title: name("found"), align: "right" as const },
    ],
    rows: [[name("a"), name("1")]],
    notes: [name("A note.")],
  };
  return {
    schemaVersion: 1,
    ...{
      scenario: name("basic-priority"),
      title: name("Two criticalities, queued in the wrong order"),
      claim: name("The higher criticality goes first."),
    },
    ...{ visibleBecause: name("Low is sent first."), refutedBy: name("Low goes first.") },
    claims: ["functional.criticality-order"],
    verdict: order === "fcfs" ? "fail" : "pass",
    durationMs: 260,
    trials: { treatment: 8, control: 8 },
    timeline,
    overtakings: { table, overtakers: order === "fcfs" ? [] : [name("request-6"), name("request-7")] },
    ranks: ranksOf(order, timeline),
    waits: {
      measure: "wait",
      spreads: WORKLOADS.flatMap((workload, at) =>
        (["treatment", "control"] as const).map((arm) => ({
          ...{ workload: name(workload), arm, medianMs: 20 + 30 * at },
          trialMediansMs: Array.from({ length: 8 }, () => 15 + 30 * at + 10 * random()),
          interval: arm === "control" ? null : { lowMs: 17 + 30 * at, highMs: 23 + 30 * at, confidence: 0.95 },
        })),
      ),
    },
    overhead: {
      shares,
      routes: [
        {
          route: null,
          header: "context",
          role: "treatment",
          requests: 400,
          latenciesMs: shares.map((share) => 4 + share ** 8 * 6),
        },
        {
          route: "fcfs",
          header: "context",
          role: "judged",
          requests: 400,
          latenciesMs: shares.map((share) => 3.9 + share ** 8 * 5.5),
        },
      ],
      difference: { valueMs: 0.6, lowMs: -0.4, highMs: 1.7, confidence: 0.95 },
      ...{ quantile: 0.99, limitMs: 5 },
    },
    tables: [{ title: name("Witnesses"), table }],
    stories: [
      {
        ...{ id: name("request-6"), workload: name("high") },
        lines: [
          { atMs: 88, witness: "client", text: name("sent") },
          { atMs: null, witness: "router", text: name("dispatched") },
        ],
      },
    ],
    cut: [name("1 of 16 trials, as a timeline, are shown.")],
  };
}

/** A run of one scenario under a made-up order, whose every check came to one verdict. */
export function runReportOf(order: MadeUpOrder, verdict: Verdict = order === "fcfs" ? "fail" : "pass"): RunReport {
  const whole = checklistOf(
    SUCCESS_METRIC_IDS.map(() => verdict),
    ["a text"],
  );
  const checks = whole.checks.map(({ table: _, ...check }) => ({
    ...check,
    ...{
      title: SUCCESS_METRICS[check.id],
      scenarios: ["basic-priority"],
      advice: verdict === "pass" ? null : "Try this.",
    },
  }));
  const { waits: __, ...rest } = whole;
  const checklist = { ...rest, checks };
  const scenario: ReportedScenario = {
    scenario: "basic-priority",
    pass: null,
    checklist,
    report: scenarioReportOf(order),
  };
  const manifest = {
    ...manifestOf("0.1.0", false),
    ...{ startedAtUnixMs: 1_767_225_600_000, exitDetail: null, losses: [], logGaps: [] },
  };
  return {
    manifest: {
      ...manifest,
      endedAt: "2026-01-01T00:01:00.000Z",
      scenarios: ["basic-priority"],
      gateway: {
        ...manifest.gateway,
        environment: "embedded",
        gatewayUrl: "http://127.0.0.1:9",
        router: { name: "made up" },
      },
      host: { ...manifest.host, node: "v24.0.0", platform: "linux x64", cpus: 2 },
    },
    checklist,
    scenarios: [scenario],
  };
}

/** A run of which every text, and every name in it, is one text. */
export function hostileRun(text: string): RunReport {
  const checklist = checklistOf(["fail", "pass", "inconclusive", "not-measured"], [text]);
  const name = (of: string) => `${text}${of}`;
  return {
    manifest: {
      ...manifestOf(text, true),
      exitReason: "failed",
      startedAtUnixMs: 0,
      host: { platform: text } as never,
    },
    checklist,
    scenarios: [
      { scenario: text, pass: "quiet", checklist, report: scenarioReportOf("fcfs", name) },
      { scenario: text, pass: "verbose", checklist: null, report: null },
    ],
  };
}
