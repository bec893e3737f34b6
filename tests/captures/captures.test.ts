import { analyze, judge } from "@wa-routing/analysis";
import { describe, expect, test } from "vitest";
import {
  type ForkMessage,
  type LlmdForm,
  readCapture,
  withDispatchLog,
  withForkLog,
  withLlmdLog,
} from "./read-capture.ts";

// What the judge says of real routers, from recordings. Where they come from: fixtures/README.md.
function judged(name: string) {
  const { plan, evidence } = readCapture(name);
  const analysis = analyze(plan, evidence);
  const check = judge([analysis]).checks.find(({ id }) => id === "functional.criticality-order");
  return { analysis, check, evidence, treatment: analysis.claims[0]?.treatment, quality: analysis.witnesses[0] };
}

/** Pairs that a model server saw in the order in which they were not sent, of all pairs of a trial. */
function swappedPairs(evidence: ReturnType<typeof readCapture>["evidence"], arm: string) {
  const arrivedAt = new Map(evidence.arrivals?.map(({ id, arrivedMs }) => [id, arrivedMs]));
  let pairs = 0;
  let swapped = 0;
  const held = evidence.requests.filter((request) => request.arm === arm && !request.primed);
  for (const [index, a] of held.entries()) {
    for (const b of held.slice(index + 1)) {
      if (a.trial !== b.trial) continue;
      pairs += 1;
      if ((arrivedAt.get(a.id) ?? 0) > (arrivedAt.get(b.id) ?? 0)) swapped += 1;
    }
  }
  return { pairs, swapped };
}

/** Cross-criticality pairs of the treatment in which the lower one arrived first, however close. */
function invertedPairs(evidence: ReturnType<typeof readCapture>["evidence"]) {
  const arrivedAt = new Map(evidence.arrivals?.map(({ id, arrivedMs }) => [id, arrivedMs]));
  const held = evidence.requests.filter(({ arm, primed }) => arm === "treatment" && !primed);
  const cross = held.flatMap((a) =>
    held.filter((b) => a.trial === b.trial && a.criticality > b.criticality).map((b) => [a, b] as const),
  );
  const inverted = cross.filter(([a, b]) => (arrivedAt.get(a.id) ?? 0) > (arrivedAt.get(b.id) ?? 0));
  return { pairs: cross.length, inverted: inverted.length };
}

test("the unmodified fork: no inverted pair of 384, and its control shows the order of sending", () => {
  const { check, evidence, analysis } = judged("fork");
  expect(invertedPairs(evidence)).toEqual({ pairs: 384, inverted: 0 });
  expect(swappedPairs(evidence, "control")).toEqual({ pairs: 552, swapped: 3 });
  expect(check).toMatchObject({ verdict: "pass" });
  expect(analysis.attribution[0]?.text).toMatch(/^explained by workload-aware, fcfs refuted/);
});

test("the fork writes none of the log points, and without its log nothing is claimed about them", () => {
  const { plan, evidence } = readCapture("fork");
  const logPoints = judge([analyze(plan, evidence)]).checks.find(({ id }) => id === "observability.log-points");
  expect(logPoints).toMatchObject({ verdict: "not-measured", required: false });
});

test.each<[string, ForkMessage[]]>([
  ["its lines about objectives", ["No associated InferenceObjective found, using default"]],
  // In the order of sending: taken for dispatches, they would say that the fork is fcfs.
  ["its outcomes too", ["No associated InferenceObjective found, using default", "Flow control outcome"]],
])("the fork with a log of %s: the order passes, by its arrivals, and 0 of 6 log points are found", (_, messages) => {
  const { plan, evidence } = readCapture("fork");
  const analysis = analyze(plan, withForkLog(evidence, messages));
  expect(analysis.claims[0]).toMatchObject({ witness: "arrivals" });
  expect(analysis.attribution[0]?.text).toMatch(/^explained by workload-aware, fcfs refuted/);
  const { checks } = judge([analysis]);
  expect(checks.find(({ id }) => id === "functional.criticality-order")).toMatchObject({ verdict: "pass" });
  expect(checks.find(({ id }) => id === "observability.log-points")).toMatchObject({
    verdict: "fail",
    reasons: [{ code: "log-points-missing", figures: { found: 0, points: 6 } }],
  });
});

test("the prototype endpoint picker: no inverted pair of 1,920", () => {
  const { check, evidence } = judged("refepp-wa");
  expect(invertedPairs(evidence)).toEqual({ pairs: 1920, inverted: 0 });
  expect(check).toMatchObject({ verdict: "pass" });
});

test("llm-d-router with fcfs: the order of arrival explains it, and no order by criticality is claimed", () => {
  const { check, analysis } = judged("llmd-fcfs");
  const fcfs = analysis.attribution[0]?.fits.find(({ rule }) => rule === "fcfs");
  expect(fcfs).toMatchObject({ verdict: "explains" });
  expect(analysis.attribution[0]?.text).toMatch(/fcfs explains this just as well/);
  expect(check?.verdict).toBe("inconclusive");
});

describe.each<LlmdForm>(["llm-d-router's JSON, in seconds", "OpenTelemetry's names"])(
  "llm-d-router's log at -v 5, in %s",
  (form) => {
    const { plan, evidence } = readCapture("llmd-fcfs");
    const bySending = evidence.requests.toSorted((a, b) => (a.trial ?? -1) - (b.trial ?? -1) || a.sendMs - b.sendMs);
    const byTrialBackwards = evidence.requests.toSorted(
      (a, b) => (a.trial ?? -1) - (b.trial ?? -1) || b.sendMs - a.sendMs,
    );
    const orderOf = (logged: ReturnType<typeof readCapture>["evidence"]) => {
      const { attribution, witnesses } = analyze(plan, logged);
      const fits = attribution[0]?.fits.map(({ rule, verdict }) => [rule, verdict]) ?? [];
      const { witness, undecidedByWitness: undecided } = attribution[0] ?? {};
      return { witness, undecided, measuredBy: witnesses[0]?.comparedWith, ...Object.fromEntries(fits) };
    };

    test("every line is understood", () => {
      const { logReading, events } = withLlmdLog(evidence, form, bySending);
      expect(logReading).toMatchObject({ unknownLines: 0, damagedLines: 0 });
      expect(events).toHaveLength(2 * evidence.requests.length);
    });

    test("its item-dispatched lines alone decide the order, of every pair", () => {
      const logged = withLlmdLog(evidence, form, bySending);
      expect(orderOf({ ...logged, arrivals: null })).toMatchObject({
        ...{ witness: "router-log", undecided: 0, fcfs: "explains", lifo: "refuted" },
      });
    });

    test("what the model server saw is measured by them, and agrees", () => {
      const logged = withLlmdLog(evidence, form, bySending);
      expect(orderOf(logged)).toMatchObject({ witness: "arrivals", measuredBy: "router-log", fcfs: "explains" });
    });

    test("written in another order, they refute what they said", () => {
      const logged = withLlmdLog(evidence, form, byTrialBackwards);
      expect(orderOf(logged)).toMatchObject({ witness: "router-log", fcfs: "refuted", lifo: "explains" });
    });
  },
);

test("llm-d-router with deadlines in reverse: fcfs is refuted, so the harness sees a reordering that it did not cause", () => {
  const { analysis } = judged("llmd-slo");
  const verdicts = Object.fromEntries(
    (analysis.attribution[0]?.fits ?? []).map(({ rule, verdict }) => [rule, verdict]),
  );
  expect(verdicts).toMatchObject({ fcfs: "refuted", lifo: "explains" });
});

test("llm-d-router with fcfs on a loaded machine: nothing wrong is claimed", () => {
  const { check, analysis } = judged("load-fcfs");
  expect(check?.verdict).toBe("inconclusive");
  expect(analysis.attribution[0]?.text).toMatch(/fcfs/);
});

test("the fork on kind with a quiet log: the backend decides", () => {
  const { check, quality } = judged("kind-fork-v2");
  expect(quality).toMatchObject({ comparedWith: "send-order", poor: null });
  expect(check).toMatchObject({ verdict: "pass" });
});

test("the fork on kind with a verbose log: the backend is found disturbed, and decides nothing", () => {
  const { check, quality } = judged("kind-fork-v5-post");
  expect(quality?.poor).toMatchObject({ cause: "swapped", comparedWith: "send-order" });
  expect(check).toMatchObject({ verdict: "inconclusive" });
});

const DISAGREE = expect.objectContaining({ code: "witnesses-disagree" });

test("the same with the router's dispatch lines: its log decides, the backend is found disturbed, and two passes are asked for", () => {
  const { plan, evidence } = readCapture("kind-fork-v5-post");
  const analysis = analyze(plan, withDispatchLog(evidence));
  const [attribution] = analysis.attribution;
  expect(attribution).toMatchObject({ witness: "router-log", episodes: 10, undecidedByWitness: 0 });
  expect(attribution?.text).toMatch(/^explained by workload-aware, fcfs refuted/);
  const claim = analysis.claims[0];
  expect(claim).toMatchObject({ witness: "router-log", treatment: { follows: 1920, violates: 0 } });
  const [arrivals] = analysis.witnesses;
  expect(arrivals).toMatchObject({ witness: "arrivals", comparedWith: "router-log" });
  expect(arrivals?.poor).toMatchObject({ cause: "swapped", comparedWith: "router-log" });
  const check = judge([analysis]).checks.find(({ id }) => id === "functional.criticality-order");
  expect(check).toMatchObject({ verdict: "inconclusive", reasons: expect.arrayContaining([DISAGREE]) });
  expect(check?.advice).toMatch(/if the router's is, run once with the router at -v 2.*and once at -v 5/);
});

test.each([
  ["2", /^The router's log is quiet \(-v 2\): look at the machine's load/],
  ["5", /^A log at -v 5 disturbs .*: run once with the router at -v 2/],
])("what to do about a disturbed backend depends on the router's -v, where it is known: %s", (verbosity, advice) => {
  const { plan, evidence } = readCapture("kind-fork-v5-post");
  const gateway = { ...evidence.gateway, router: { verbosity } };
  const { checks } = judge([analyze(plan, { ...withDispatchLog(evidence), gateway })]);
  for (const id of ["functional.criticality-order", "observability.dispatch-order"]) {
    expect(checks.find((check) => check.id === id)?.advice, id).toMatch(advice);
  }
});
