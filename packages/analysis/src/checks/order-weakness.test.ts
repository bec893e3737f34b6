import { describe, expect, test } from "vitest";
import type { Analysis } from "../analysis.ts";
import type { Attribution } from "../order/attribution.ts";
import type { WitnessName, WitnessQuality } from "../order/witness.ts";
import type { Reason } from "../reasons/reason.ts";
import { ARRIVALS, analysisOf, attributionOf, claimOf, FOLLOWED } from "./analysis.test-data.ts";
import { doubtOf, evidenceWeaknesses, explanationOf, weaknessesOf } from "./order-weakness.ts";

const SWAPPED = {
  cause: "swapped",
  swapped: 9,
  pairs: 100,
  largestGapMs: 3,
  comparedWith: "send-order",
  answeredMeanwhileShare: 0.25,
};
const sound = analysisOf();
const [episode] = sound.episodes;

test("sound evidence has no weakness", () => {
  expect(weaknessesOf(claimOf(), sound)).toEqual([]);
});

const codesOf = (reasons: readonly Reason[]) => reasons.map(({ code }) => code);
const codesIn = (changes: object, witness: WitnessName | null = "arrivals") =>
  codesOf(evidenceWeaknesses({ ...sound, ...changes } as Analysis, witness));

test.each([
  [{ gateway: { gate: "none" } }, "no-gate", {}],
  [{ complete: false }, "run-incomplete", { problem: null, code: null }],
  [{ routers: ["a", "b"] }, "several-routers", { routers: 2, names: "a, b" }],
  [{ episodes: [] }, "no-queue-held", {}],
  [
    { episodes: [episode, { ...episode, unproven: { cause: "leaked", arrived: 1, members: 24 } }] },
    "queue-unproven",
    { unproven: 1, trials: 2, cause: "leaked", arrived: 1, members: 24 },
  ],
  [
    { requests: { sent: 48, outcomes: { completed: 47 }, examples: ["r7 failed"] } },
    "order-has-holes",
    { notCompleted: 1, sent: 48, example: "r7 failed" },
  ],
  [
    { witnesses: [{ ...ARRIVALS, poor: SWAPPED }], machineLoad: { cpus: 2, atStart: 1, atEnd: 9 } },
    "witnesses-disagree",
    {
      ...{ swapped: 9, pairs: 100, largestGapMs: 3, comparedWith: "send-order", answeredMeanwhilePercent: 25 },
      ...{ cpus: 2, loadAtStart: 1, loadAtEnd: 9 },
    },
  ],
  [
    { witnesses: [{ ...ARRIVALS, poor: { cause: "blurred", bandMs: 4, decidedShare: 0.4 } }] },
    "witness-blurred",
    { decidedPercent: 40, bandMs: 4, cpus: null, loadAtStart: null, loadAtEnd: null },
  ],
  [{ joins: { arrivalRate: 0.985 } }, "few-joined", { percent: 98.5, witness: "arrivals" }],
] as const)("a run with %o: %s", (changes, code, figures) => {
  const analysis = { ...sound, ...changes } as unknown as Analysis;
  expect(evidenceWeaknesses(analysis, "arrivals")).toEqual([{ code, figures }]);
});

test("control trials prove nothing and need not, unless the gate failed in them", () => {
  const unproven = { ...episode, arm: "control", unproven: { cause: "not-held" } };
  expect(codesIn({ episodes: [episode, unproven] })).toEqual([]);
  const lapsed = {
    ...unproven,
    unproven: { cause: "gate-failed", code: "GATE_LAPSED", problem: "it opened by itself" },
  };
  expect(codesIn({ episodes: [episode, lapsed] })).toEqual(["queue-unproven"]);
});

test("the arrivals that decide need nobody to confirm them", () => {
  expect(codesIn({ witnesses: [] })).toEqual([]);
});

test.each([null, "completions"] as const)("nobody but %s saw it", (witness) => {
  expect(codesIn({}, witness)).toEqual(["order-unseen"]);
});

test.each([
  [0.985, ["few-joined"]],
  [0.99, []],
  [null, []],
])("the log names a share of %f of the requests", (eventRate, codes) => {
  const found = evidenceWeaknesses({ ...sound, joins: { ...sound.joins, arrivalRate: 0, eventRate } }, "router-log");
  expect(codesOf(found)).toEqual(codes);
  if (eventRate === 0.985) expect(found[0]?.figures).toEqual({ percent: 98.5, witness: "router-log" });
});

describe("the router's log as the witness", () => {
  test("is not enough alone", () => {
    expect(codesIn({ witnesses: [] }, "router-log")).toEqual(["log-only-witness"]);
  });

  test("is confirmed by the arrivals of another pass, whose quality is judged there", () => {
    const own = { ...ARRIVALS, poor: SWAPPED } as unknown as WitnessQuality;
    const analysis = { ...sound, witnesses: [own] } as unknown as Analysis;
    const codes = (witnesses: readonly WitnessQuality[]) =>
      codesOf(evidenceWeaknesses(analysis, "router-log", { confirmedBy: "another-pass", witnesses }));
    expect(codesOf(evidenceWeaknesses(analysis, "router-log"))).toEqual(["witnesses-disagree"]);
    expect(codes([own])).toEqual([]);
    expect(codes([])).toEqual(["log-only-witness"]);
  });
});

test.each([
  [{ contested: 19 }, {}, "few-contested", { contested: 19, needed: 20 }],
  [{ opposedToFcfs: 19 }, {}, "fcfs-not-opposed", { opposed: 19, needed: 20 }],
  [
    { withoutTerm: { term: "rate", discipline: "sorted", opposed: 19, follows: 19 } },
    {},
    "ablation-not-opposed",
    { term: "rate", opposed: 19, needed: 20 },
  ],
  [{}, { controlArm: true, control: { ...FOLLOWED, episodes: 0 } }, "control-not-held", {}],
  [{}, { controlArm: true, control: FOLLOWED }, "control-shows-same", { treatmentPercent: 100, controlPercent: 100 }],
] as const)("a claim with %o and %o: %s", (treatment, others, code, figures) => {
  expect(weaknessesOf(claimOf(treatment, others), sound)).toEqual([{ code, figures }]);
});

test("at the bounds a claim is not weak, and a control arm that is not there is no weakness", () => {
  const withoutTerm = { term: "criticality", discipline: "sorted", opposed: 20, follows: 20 } as const;
  const claim = claimOf({ contested: 20, opposedToFcfs: 20, withoutTerm }, { controlArm: true, control: null });
  expect(weaknessesOf(claim, sound)).toEqual([]);
});

test("what only touches the line is not refuted: other policies have to be opposed", () => {
  const touching = claimOf({ interval: { low: 0.5, high: 0.9 }, opposedToFcfs: 0 });
  expect(codesOf(weaknessesOf(touching, sound))).toEqual(["fcfs-not-opposed"]);
});

test("a share that nobody knows is none, not 0 %", () => {
  const claim = claimOf({ plainShare: null }, { controlArm: true, control: FOLLOWED });
  expect(weaknessesOf(claim, sound)).toEqual([
    { code: "control-shows-same", figures: { treatmentPercent: null, controlPercent: 100 } },
  ]);
});

test("a control arm that stands apart, or shows nothing, is no weakness", () => {
  const apart = { ...FOLLOWED, plainShare: 0.5, plainInterval: { low: 0.4, high: 0.6 } };
  expect(weaknessesOf(claimOf({}, { controlArm: true, control: apart }), sound)).toEqual([]);
  const touching = { ...apart, plainInterval: { low: 0.4, high: 0.98 } };
  expect(codesOf(weaknessesOf(claimOf({}, { controlArm: true, control: touching }), sound))).toEqual([
    "control-shows-same",
  ]);
  const empty = { ...FOLLOWED, plainShare: null };
  expect(weaknessesOf(claimOf({}, { controlArm: true, control: empty }), sound)).toEqual([]);
});

test("what refutes a claim is no weakness of it, however few pairs other policies oppose", () => {
  const refuted = {
    interval: { low: 0, high: 0.1 },
    opposedToFcfs: 0,
    withoutTerm: { ...FOLLOWED.withoutTerm, opposed: 0 },
  };
  expect(weaknessesOf(claimOf(refuted), sound)).toEqual([]);
  expect(weaknessesOf(claimOf(refuted, { controlArm: true, control: FOLLOWED }), sound)).toEqual([]);
});

test("without a treatment only the run's evidence is weighed", () => {
  expect(weaknessesOf({ ...claimOf(), treatment: null }, sound)).toEqual([]);
});

describe("an order whose pairs follow is doubted", () => {
  const order = attributionOf("arrivals", { fcfs: "refuted", "workload-aware": "explains" });

  test("not without a reason", () => {
    expect(doubtOf(FOLLOWED, order)).toBeNull();
  });

  const withoutTerm = { term: "criticality", discipline: "sorted", opposed: 50, follows: 40 } as const;
  const few = { ...withoutTerm, opposed: 33, follows: 33 };
  const ablated = { term: "criticality", opposed: 50, follows: 40, lowPercent: 66.28, neededPercent: 90 } as const;
  test.each([
    [{}, undefined, "order-unexplained", {}],
    [{}, attributionOf("arrivals", {}), "order-unexplained", {}],
    [{}, attributionOf("arrivals", { fcfs: "explains", "workload-aware": "refuted" }), "order-unexplained", {}],
    [{ withoutTerm }, order, "ablation-not-refuted", ablated],
    [{ withoutTerm: few }, order, "ablation-not-refuted", { ...ablated, opposed: 33, follows: 33, lowPercent: 89.42 }],
    [{ pValue: 0.00112 }, order, "random-order-fits", { chancePercent: 0.112, mostChancePercent: 0.1 }],
    [{ pValue: 0.0010000001 }, order, "random-order-fits", { chancePercent: 0.101, mostChancePercent: 0.1 }],
    [{ pValue: null }, order, "random-order-fits", { chancePercent: 100, mostChancePercent: 0.1 }],
    [{ rightDispatches: 30, wrongDispatches: 10 }, order, "wrong-dispatches", { wrong: 10, dispatches: 40 }],
  ] as const)("%o: %s", (treatment, attribution, code, figures) => {
    expect(doubtOf({ ...FOLLOWED, ...treatment }, attribution)).toEqual({ code, figures });
  });

  test("at the bounds it is not", () => {
    expect(doubtOf({ ...FOLLOWED, pValue: 0.001 }, order)).toBeNull();
    expect(doubtOf({ ...FOLLOWED, rightDispatches: 36, wrongDispatches: 4 }, order)).toBeNull();
  });
});

describe("what explains an order", () => {
  const fit = (rule: string, verdict: string, equalTo: string | null = null) => ({
    ...{ rule, verdict, equalTo, discipline: null, agreeing: 9, decisivePairs: 10 },
  });
  const explanation = (fits: readonly object[], control = fits) =>
    explanationOf({ fits, control } as unknown as Attribution);

  test.each([
    [
      [fit("fcfs", "explains"), fit("lifo", "refuted")],
      "explained-by",
      { rules: "fcfs", discipline: null, agreeing: 9, pairs: 10 },
    ],
    [
      [fit("fcfs", "explains"), fit("lifo", "explains")],
      "explained-by",
      { rules: "fcfs,lifo", discipline: null, agreeing: 9, pairs: 10 },
    ],
    [
      [fit("fcfs", "explains"), fit("edf", "explains", "fcfs")],
      "explained-by",
      { rules: "fcfs", discipline: null, agreeing: 9, pairs: 10 },
    ],
    [[fit("fcfs", "refuted"), fit("lifo", "refuted")], "nothing-explains", {}],
  ])("%o: %s", (fits, code, figures) => {
    expect(explanation(fits)).toEqual([{ code, figures }]);
  });

  test("is not told where too little was seen", () => {
    expect(explanation([fit("fcfs", "undecided"), fit("lifo", "refuted")])).toEqual([]);
    expect(explanationOf(undefined)).toEqual([]);
  });

  test("is none by a rule that the control arm refutes", () => {
    const both = [fit("workload-aware", "explains"), fit("lifo", "explains")];
    expect(explanation(both, [fit("workload-aware", "refuted"), fit("lifo", "undecided")])).toEqual([
      { code: "explained-by", figures: { rules: "lifo", discipline: null, agreeing: 9, pairs: 10 } },
    ]);
    expect(explanation(both, [fit("workload-aware", "refuted"), fit("lifo", "refuted")])).toEqual([
      { code: "nothing-explains", figures: {} },
    ]);
  });
});
