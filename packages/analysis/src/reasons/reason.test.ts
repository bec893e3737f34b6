import { REASON_CODES, type ReasonCode } from "@wa-routing/protocol";
import { describe, expect, test } from "vitest";
import { type Reason, type ReasonFigures, reason, reasonAdvice, reasonText } from "./reason.ts";
import { isStartedByUs, type Situation } from "./situation.ts";

const load = { cpus: 2, loadAtStart: 0.5, loadAtEnd: 7.9 };
const overhead = { differenceMs: 6.1, lowMs: 5.2, highMs: 7, limitMs: 5, blocks: 8, against: "without any router" };

/** Figures for each reason, as a run could have them. */
const FIGURES: { readonly [Code in ReasonCode]: ReasonFigures[Code] } = {
  "run-incomplete": { problem: "at the step barrier: timed out after 10 s", code: "QUEUE_NOT_FULL" },
  "evidence-lost": { witness: "router-log", text: "the log stream ended before the run did" },
  "pass-not-run": { pass: "verbose" },
  "no-gate": {},
  "no-queue-held": {},
  "queue-unproven": { unproven: 1, trials: 6, cause: "leaked", arrived: 2, members: 24 },
  "several-routers": { routers: 2, names: "epp-a, epp-b" },
  "order-has-holes": { notCompleted: 1, sent: 48, example: "r7 failed (E): gone" },
  "order-unseen": {},
  "log-only-witness": {},
  "witnesses-disagree": { swapped: 9, pairs: 100, largestGapMs: 3, comparedWith: "router-log", ...load },
  "witness-blurred": { decidedPercent: 40, bandMs: 4, ...load },
  "few-joined": { percent: 98.5, witness: "router-log" },
  "few-contested": { contested: 16, needed: 20 },
  "control-not-held": {},
  "control-shows-same": { controlPercent: 99, treatmentPercent: null },
  "fcfs-not-opposed": { opposed: 3, needed: 20 },
  "ablation-not-opposed": { term: "wait", opposed: 12, needed: 20 },
  "ablation-not-refuted": { term: "rate", opposed: 50, follows: 40, lowPercent: 66.28, neededPercent: 90 },
  "order-unexplained": {},
  "random-order-fits": { chancePercent: 0.45, mostChancePercent: 0.1 },
  "wrong-dispatches": { wrong: 10, dispatches: 40 },
  "share-undecided": { of: "claimed", lowPercent: 85.2, highPercent: 93, neededPercent: 90, trials: 8 },
  "claim-violated": { follows: 12, decided: 576 },
  "explained-by": { rules: "fcfs,strict-criticality", discipline: null, agreeing: 575, pairs: 576 },
  "nothing-explains": {},
  "dispatched-twice": { id: "r7", times: 2 },
  "no-dispatch-positions": {},
  "dispatches-unnamed": { lines: 48 },
  "log-lines-swapped": { swapped: 40, pairs: 276 },
  "dispatches-missing": { percent: 99.9 },
  "rule-refuted": { agreeing: 12, pairs: 576 },
  "rule-refuted-in-control": { agreeing: 12, pairs: 576 },
  "order-undecided": {},
  "requests-not-completed": { notCompleted: 1, sent: 48, example: "r7 failed (E): gone." },
  "requests-not-sent": { notSent: 3, sent: 48, example: "r7 local (EMFILE): connect EMFILE" },
  "gate-failed": { requests: 24, sent: 48, problem: "the gate opened by itself", code: "GATE_LAPSED" },
  "no-request-completed": {},
  "duplicated-arrivals": { requests: 3 },
  "requests-timed-out": { timedOut: 20, expired: 3, sent: 48 },
  "headers-refused": { refused: 2, example: "empty: failed (HTTP_400)" },
  "headers-misread": { misread: 1, example: 'float: read as "w", criticality 5' },
  "no-router-log": {},
  "log-empty": {},
  "log-not-understood": { unread: 40, lines: 100, example: "<log level=info>" },
  "log-of-another-run": { others: 300 },
  "log-of-another-program": { lines: 20 },
  "log-silent": { verbosity: 2 },
  "log-lost": { gap: "router.log is missing" },
  "log-quiet": { verbosity: 2, points: 6 },
  "log-incomplete": { seen: 40, completed: 48, lacking: 8, missingSeq: 3, damaged: 1 },
  "router-error": { errors: 2, example: "line 3: panic: nil map" },
  "router-restarted": { restarts: 1 },
  "requests-failed": { failed: 1, sent: 48, example: null },
  "requests-unanswered": { unanswered: 12, sent: 96, example: "r7 transport (ECONNRESET): read" },
  "log-points-missing": { found: 0, points: 6, missing: "Request dispatched" },
  "no-score-lines": {},
  "log-points-unwritten": { requests: 27, completed: 153, points: "Request dispatched", workloads: "medium" },
  "log-points-unread": { message: "Request dispatched", lines: 9, firstLine: 3, lacks: "request_id" },
  "scores-missing": { lines: 40 },
  "scores-lack-inputs": { lines: 3, of: 9, fields: "criticality, request_rate" },
  "scores-rounded": { lines: 306, decimals: 4, terms: "wait" },
  "scores-differ": {
    mismatches: 40,
    lines: 40,
    weights: "rate weight looks like 0.3 instead of 0.2",
    fitted: "criticality-weight=0.4,rate-weight=0.3",
    declared: "no",
  },
  "no-registry-lines": {},
  "clock-set": { contradictions: 4, disagreementMs: 3000 },
  "registry-differs": {
    differences: 3,
    compared: 90,
    alpha: 0.5,
    expectedAlpha: 0.2,
    example: "line 9: x is 1",
    undeclared: "ema-alpha=0.5",
  },
  "registry-rounded": { compared: 306 },
  "registry-lines-swapped": { differences: 3, compared: 90, example: "line 9: x is 1" },
  "workloads-still-active": { workloads: 1 },
  "overhead-few-blocks": { leastBlocks: 7 },
  "overhead-has-holes": { notCompleted: 8 },
  "machine-busy": { spreadMs: 5.5, limitMs: 5, ...load },
  "steps-late": { late: 3, steps: 12, plannedMs: 300, tookMs: 3214.6, ...load },
  "overhead-undecided": { ...overhead, lowMs: 2, blocksNeeded: 32, ...load },
  "overhead-too-high": overhead,
};

const REASONS: readonly Reason[] = REASON_CODES.map((code) => reason(code, FIGURES[code]));
const VERBOSITIES = [null, 2, 3, 4, 5] as const;
const FLAVOURS = [null, "reference", "fork"] as const;
const ENVIRONMENTS = ["embedded", "standalone", "kind", "existing", "imported"] as const;
const SITUATIONS: readonly Situation[] = ENVIRONMENTS.flatMap((environment) =>
  [null, 2, 3, 4, 5].flatMap((verbosity) =>
    [null, "reference", "fork"].map((flavour): Situation => ({ environment, flavour, ordering: null, verbosity })),
  ),
);

// "Of 33 pairs only 33", "between 93 and 100, and the line is at 90".
const AGAINST_ITSELF = /\b(\d+) .*\bonly \1\b|\bonly (\d+)( of| %.*) \2\b|\bnone %/;

describe.each(REASONS)("$code", (own) => {
  test("reads as one sentence, whatever is not known", () => {
    const text = reasonText(own);
    expect(text).toMatch(/^[A-Z0-9r].*[^.]\.$/);
    expect(text).not.toMatch(/undefined|null|NaN|\[object|,,|\s{2}/);
    expect(text.length).toBeLessThan(260);
    expect(text).not.toMatch(AGAINST_ITSELF);
  });

  test("gives advice that fits the situation", () => {
    for (const situation of SITUATIONS) {
      const advice = reasonAdvice(own, situation, "basic-priority");
      const where = JSON.stringify(situation);
      expect(advice === null || advice.length > 0, where).toBe(true);
      if (advice === null) continue;
      expect(advice, where).toMatch(/^[A-Z].*[.?]$/);
      if (isStartedByUs(situation) || situation.environment === "imported") {
        // Its addresses and its log are ours, or there are none.
        expect(advice, where).not.toMatch(/--(router-log|router-metrics-url|model-server-admin-url|gate)\b/);
        expect(advice, where).not.toMatch(/follow the log|give the log/i);
      } else {
        // Its router is not ours to start.
        expect(advice, where).not.toMatch(/--log-verbosity/);
      }
      // What is so already is no advice.
      if (own.code !== "pass-not-run" && situation.verbosity !== null) {
        expect(advice, where).not.toMatch(new RegExp(`(run once|run it|router) at -v ${situation.verbosity}\\b`, "i"));
      }
    }
  });
});

test.each([
  [{ cause: "not-held" }, "nothing held it."],
  [{ cause: "gate-never-opened" }, "the run ended before the gate was opened."],
  [{ cause: "gate-not-closed", problem: null }, "the gate was not seen to close."],
  [{ cause: "queue-not-full", problem: "timed out" }, "timed out."],
  [{ cause: "not-witnessed" }, "neither the router's queue gauge nor arrivals at the model servers show it."],
] as const)("a queue that is unproven for %o", (why, ends) => {
  const text = reasonText(reason("queue-unproven", { unproven: 2, trials: 6, ...why }));
  expect(text).toBe(`In 2 of 6 trials no queue was proven: ${ends}`);
});

test.each([
  // The evidence is thin, not bad.
  [
    reason("ablation-not-refuted", { ...FIGURES["ablation-not-refuted"], opposed: 33, follows: 33, lowPercent: 89.42 }),
    /^33 of 33 pairs .* that shows 89\.42 % of such pairs, and more than 90 % is needed\.$/,
    "Run more trials, with --trials.",
  ],
  [
    reason("share-undecided", {
      ...FIGURES["share-undecided"],
      of: "opposed-to-fcfs",
      lowPercent: 58.8,
      highPercent: 87.3,
    }),
    /^Of the pairs that first come, first served would reverse, between 58\.8 and 87\.3 % /,
    /^First come, first served may have ordered/,
  ],
  [
    reason("requests-not-sent", { notSent: 3, sent: 48, example: "r7 aborted (ABORTED): aborted by the caller" }),
    /^3 of 48/,
    /^Let the run go to its end/,
  ],
])("at its edge a reason does not contradict itself: $code", (own, says, advises) => {
  expect(reasonText(own)).toMatch(says);
  expect(reasonText(own)).not.toMatch(AGAINST_ITSELF);
  expect(reasonAdvice(own, SITUATIONS[0] as Situation, "basic-priority")).toMatch(advises);
});

const EXISTING: Situation = { environment: "existing", flavour: null, ordering: null, verbosity: 2 };

test("what a run would need is told in blocks only as far as a run can have them", () => {
  const undecided = (blocksNeeded: number) =>
    reasonAdvice(
      reason("overhead-undecided", { ...FIGURES["overhead-undecided"], blocksNeeded }),
      EXISTING,
      "overhead",
    );
  expect(undecided(64)).toMatch(
    /^About 64 blocks of requests would decide it, and 8 were measured: .*budgetMs and maxTrialsPerArm in a file/,
  );
  expect(undecided(65)).toMatch(/^No run that ends in reasonable time .*: use a quieter machine/);
  expect(undecided(827)).not.toMatch(/\d/);
});

test("advice names the scenario, and options that help where there is no gate", () => {
  const advice = (own: Reason) => reasonAdvice(own, EXISTING, "mixed-stress");
  expect(advice(reason("claim-violated", FIGURES["claim-violated"]))).toContain(
    "scenarios show mixed-stress prints it",
  );
  for (const own of [reason("no-gate", {}), reason("run-incomplete", { problem: "no gate", code: "GATE_MISSING" })]) {
    expect(advice(own)).toMatch(/--model-server-admin-url URL .* --gate blockers with --model-server-url URL/);
  }
});

test.each(["no-registry-lines", "no-score-lines"] as const)("%s: following the log would not bring them", (code) => {
  expect(reasonAdvice(reason(code, {}), EXISTING, "basic-priority")).toMatch(/^See the check of the \d+ log points\.$/);
});

/** Where an advice is given: environments, and what of them it depends on. */
function placesOf(own: Reason, advice: string | null): string {
  const places = new Map<string, string[]>();
  for (const environment of ENVIRONMENTS) {
    const given = SITUATIONS.filter(
      (situation) => situation.environment === environment && reasonAdvice(own, situation, "basic-priority") === advice,
    );
    if (given.length === 0) continue;
    const on =
      condition(
        "-v",
        VERBOSITIES,
        given.map(({ verbosity }) => verbosity),
      ) +
      condition(
        "of",
        FLAVOURS,
        given.map(({ flavour }) => flavour),
      );
    places.set(on, [...(places.get(on) ?? []), environment]);
  }
  return [...places]
    .map(([on, names]) => `${names.length === ENVIRONMENTS.length ? "everywhere" : names.join(", ")}${on}`)
    .join("; ");
}

function condition<Value>(name: string, all: readonly Value[], given: readonly Value[]): string {
  const seen = all.filter((value) => given.includes(value));
  return seen.length === all.length ? "" : ` (${name} ${seen.map((value) => value ?? "unknown").join(" or ")})`;
}

test("cause x environment x what is said", async () => {
  const rows = REASONS.map((own) => {
    const advices = [...new Set(SITUATIONS.map((situation) => reasonAdvice(own, situation, "basic-priority")))];
    const said = advices.map((advice) => `  ${placesOf(own, advice)}: ${advice ?? "-"}`);
    return [own.code, `  ${reasonText(own)}`, ...said].join("\n");
  });
  await expect(`${rows.join("\n\n")}\n`).toMatchFileSnapshot("golden/cause-environment-said.txt");
});

test("a reason names what it rests on, and no more than there is", () => {
  expect(reasonText(reason("explained-by", { rules: "fcfs", discipline: null, agreeing: 575, pairs: 576 }))).toBe(
    "What explains the order is first come, first served: 575 of 576 pairs.",
  );
  const aware = { rules: "workload-aware,lifo", discipline: "sorted", agreeing: 9, pairs: 9 } as const;
  expect(reasonText(reason("explained-by", aware))).toBe(
    "What explains the order is the workload-aware rule, or last come, first served (queue: sorted anew at each dispatch): 9 of 9 pairs.",
  );
  const whole = { seen: 48, completed: 48, lacking: 0, missingSeq: 3, damaged: 0 };
  expect(reasonText(reason("log-incomplete", whole))).toBe(
    "The log is not whole: it tells of 48 of 48 requests; 3 numbers of its sequence are missing.",
  );
  const lacking = { ...whole, lacking: 8, missingSeq: 0 };
  expect(reasonText(reason("log-incomplete", lacking))).toBe(
    "The log tells of each of 48 requests; 8 requests lack a log point: nobody can tell whether it was written and lost.",
  );
  const situation = { environment: "existing", flavour: null, ordering: null, verbosity: 2 } as const;
  expect(reasonAdvice(reason("log-incomplete", lacking), situation, "basic-priority")).toMatch(
    /^Let the router number/,
  );
  expect(reasonAdvice(reason("log-incomplete", whole), situation, "basic-priority")).toMatch(/^Follow the log/);
  const [swapped] = REASONS.filter(({ code }) => code === "witnesses-disagree");
  expect(reasonText(swapped as Reason)).toMatch(/, at a load of 0\.5 to 7\.9 on 2 CPUs\.$/);
});

test("where answers came back among requests that still left, that can be changed, too; not where the model servers are ours", () => {
  const figures = { swapped: 75, pairs: 775, largestGapMs: 30, comparedWith: "send-order" } as const;
  const advised = (environment: Situation["environment"], answeredMeanwhilePercent: number) => {
    const situation = { environment, flavour: null, ordering: null, verbosity: 2 };
    const own = reason("witnesses-disagree", { ...figures, answeredMeanwhilePercent, ...load });
    return reasonAdvice(own, situation, "basic-priority");
  };
  expect(advised("existing", 60)).toMatch(
    /look at the machine's load.* Let the model servers answer later, too.*: 60 % of the requests/,
  );
  const atQuietLog =
    "The router's log is quiet (-v 2): look at the machine's load, and run more trials, with --trials.";
  expect(advised("existing", 10)).toBe(atQuietLog);
  expect(advised("standalone", 60)).toBe(atQuietLog);
});
