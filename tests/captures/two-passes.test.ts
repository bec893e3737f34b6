import { type Analysis, analyze, judge, judgePasses } from "@wa-routing/analysis";
import type { Check, SuccessMetricId } from "@wa-routing/protocol";
import { expect, test } from "vitest";
import { readCapture, withDispatchLog } from "./read-capture.ts";

// The fork on kind, recorded twice: at -v 2, where the model server saw the order, and at -v 5, where only the log has it.
const analysed = ({ plan, evidence }: ReturnType<typeof readCapture>) => analyze(plan, evidence);
const quiet = analysed(readCapture("kind-fork-v2"));
const recorded = readCapture("kind-fork-v5-post");
const verbose = analysed({ ...recorded, evidence: withDispatchLog(recorded.evidence) });

function checkOf(id: SuccessMetricId, passes: { quiet: readonly Analysis[]; verbose: readonly Analysis[] }): Check {
  return judgePasses(passes).checks.find((check) => check.id === id) as Check;
}
const order = (passes: { quiet: readonly Analysis[]; verbose: readonly Analysis[] }) =>
  checkOf("functional.criticality-order", passes);

test("each pass gives the proof that the other cannot: the order passes", () => {
  const check = order({ quiet: [quiet], verbose: [verbose] });
  expect(check).toMatchObject({ verdict: "pass", scenarios: ["recorded"], advice: null });
  const pairsOf = (pass: string) =>
    check.figures.find(({ name }) => name === `recorded.${pass}.pairsThatFollow`)?.value;
  expect([pairsOf("quiet"), pairsOf("verbose")]).toEqual([768, 1920]);
  const dispatchOrder = checkOf("observability.dispatch-order", { quiet: [quiet], verbose: [verbose] });
  expect(dispatchOrder).toMatchObject({
    verdict: "pass",
    figures: expect.arrayContaining([
      { name: "agreeing", value: 1920 },
      { name: "decisivePairs", value: 1920 },
    ]),
    evidence: [
      expect.stringMatching(/^explained by workload-aware/),
      expect.stringMatching(/^explained by workload-aware/),
    ],
  });
});

test("who waited is taken from the quiet pass: a verbose log delays what it watches", () => {
  expect(judgePasses({ quiet: [quiet], verbose: [verbose] }).waits).toEqual([quiet.waits]);
  expect(judgePasses({ quiet: [], verbose: [verbose] }).waits).toEqual([]);
});

test("neither pass is enough alone, and it is said which is missing", () => {
  const withoutQuiet = order({ quiet: [], verbose: [verbose] });
  expect(withoutQuiet).toMatchObject({ verdict: "inconclusive" });
  expect(withoutQuiet.reasons[0]).toMatchObject({ code: "pass-not-run", pass: "quiet" });
  const withoutVerbose = order({ quiet: [quiet], verbose: [] });
  expect(withoutVerbose).toMatchObject({ verdict: "inconclusive", advice: "Run it with the router at -v 5." });
});

test("a disturbed backend does not stand in for the quiet pass, nor a log without dispatch lines for the verbose one", () => {
  expect(order({ quiet: [verbose], verbose: [verbose] })).toMatchObject({ verdict: "inconclusive" });
  const check = order({ quiet: [quiet], verbose: [quiet] });
  expect(check).toMatchObject({ verdict: "inconclusive" });
  expect(check.reasons).toMatchObject([{ code: "no-dispatch-positions", pass: "verbose" }]);
});

const fcfs = () => {
  const { plan, evidence } = readCapture("kind-fork-v2");
  // As if the model server had seen the treatment in the order in which it was sent.
  const sent = new Map<string | null, { sequence: number; trial: number | null }>(
    evidence.requests.map(({ id, sequence, trial }) => [id, { sequence, trial }]),
  );
  const times = new Map<number | null, number[]>();
  const arrivals = [...(evidence.arrivals ?? [])];
  for (const { id, arrivedMs } of arrivals) {
    const trial = sent.get(id)?.trial ?? null;
    times.set(trial, [...(times.get(trial) ?? []), arrivedMs]);
  }
  const bySending = arrivals.toSorted((a, b) => (sent.get(a.id)?.sequence ?? 0) - (sent.get(b.id)?.sequence ?? 0));
  const moved = bySending.map((arrival) => ({
    ...arrival,
    arrivedMs: times.get(sent.get(arrival.id)?.trial ?? null)?.shift() as number,
  }));
  return analyze(plan, { ...evidence, arrivals: moved.toSorted((a, b) => a.arrivedMs - b.arrivedMs) });
};

test("either pass can refute the order", () => {
  const refuted = fcfs();
  expect(order({ quiet: [refuted], verbose: [verbose] })).toMatchObject({ verdict: "fail" });
  expect(checkOf("observability.dispatch-order", { quiet: [refuted], verbose: [verbose] })).toMatchObject({
    verdict: "fail",
  });
});

test("a control arm that the rule does not give refutes it at the model servers, too", () => {
  const control = quiet.attribution[0]?.control.map((fit) => ({ ...fit, verdict: "refuted" as const })) ?? [];
  const attribution = quiet.attribution.map((order) => ({ ...order, control }));
  const check = checkOf("observability.dispatch-order", { quiet: [{ ...quiet, attribution }], verbose: [verbose] });
  expect(check).toMatchObject({ verdict: "fail", reasons: [{ code: "rule-refuted-in-control", pass: "quiet" }, {}] });
});

test("what the log is asked for comes from the verbose pass, all else from both", () => {
  const points = checkOf("observability.log-points", { quiet: [quiet], verbose: [verbose] });
  expect(points).toEqual(judge([verbose]).checks.find(({ id }) => id === "observability.log-points"));
  const complete = checkOf("performance.all-complete", { quiet: [{ ...quiet, complete: false }], verbose: [verbose] });
  expect(complete).toMatchObject({ verdict: "inconclusive", scenarios: ["recorded"] });
  expect(complete.reasons).toMatchObject([{ code: "run-incomplete", scenario: "recorded", pass: "quiet" }]);
});
