import type { SuccessMetricId } from "@wa-routing/protocol";
import { describe, expect, test } from "vitest";
import { fail, figure, inconclusive, type Judgement, pass } from "./checks/success-check.ts";
import { checklistOf, type Judged } from "./judge.ts";
import { type Reason, reason } from "./reasons/reason.ts";
import type { Situation } from "./reasons/situation.ts";

const OURS: Situation = { environment: "standalone", flavour: "reference", ordering: null, verbosity: 2 };
const THEIRS: Situation = { environment: "existing", flavour: null, ordering: null, verbosity: null };

const seenIn = (scenario: string, judgement: Judgement, pass?: "quiet" | "verbose"): Judged => ({
  scenario,
  situation: OURS,
  judgement,
  ...(pass === undefined ? {} : { pass }),
});

/** What becomes of one check, where all others have nothing to say. */
function checkOf(id: SuccessMetricId, judged: readonly Judged[], required?: readonly SuccessMetricId[]) {
  const checklist = checklistOf((check) => (check.id === id ? judged : []), OURS, required ? { required } : {});
  const check = checklist.checks.find((candidate) => candidate.id === id);
  if (check === undefined) throw new Error(`the checklist has no ${id}`);
  return { ...check, runVerdict: checklist.verdict };
}

const notCompleted = (n: number) =>
  fail(reason("requests-not-completed", { notCompleted: n, sent: 48, example: `r${n} failed` }), {
    figures: [figure("requests", 48)],
    evidence: [`r${n} failed`],
  });
const unfinished = inconclusive(reason("run-incomplete", { problem: null, code: null }), {
  figures: [figure("requests", 20)],
});
const completed = pass({ figures: [figure("requests", 48)] });
const ID = "performance.all-complete";

describe("over the scenarios of a run", () => {
  test.each([
    [[completed, completed], "pass"],
    [[completed, unfinished], "inconclusive"],
    [[unfinished, notCompleted(1), completed], "fail"],
    [[], "not-measured"],
  ] as const)("the worst verdict counts: %#", (judgements, verdict) => {
    const check = checkOf(
      ID,
      judgements.map((judgement, index) => seenIn(`s${index}`, judgement)),
    );
    expect(check.verdict).toBe(verdict);
  });

  test("a pass is said once, with its counts added up", () => {
    const check = checkOf(ID, [seenIn("a", completed), seenIn("b", completed)]);
    expect(check).toMatchObject({ summary: "All 96 requests completed.", advice: null, reasons: [] });
    expect(check.because).toBe("The client read every answer to its end.");
  });

  test("the same reason is said once, with the scenarios behind it; every one of them is there as data", () => {
    const check = checkOf(ID, [seenIn("a", unfinished), seenIn("b", completed), seenIn("c", unfinished)]);
    expect(check.summary).toBe("The run did not reach its end (a; c).");
    expect(check.reasons).toEqual([
      { code: "run-incomplete", scenario: "a", figures: { problem: null, code: null } },
      { code: "run-incomplete", scenario: "c", figures: { problem: null, code: null } },
    ]);
  });

  test("reasons of scenarios that do not decide are data, and are not said", () => {
    const check = checkOf(ID, [seenIn("a", unfinished), seenIn("b", notCompleted(3))]);
    expect(check.summary).toBe("3 of 48 requests did not complete: r3 failed (b).");
    expect(check.reasons.map(({ code }) => code)).toEqual(["run-incomplete", "requests-not-completed"]);
    expect(check.evidence).toEqual(["r3 failed"]);
  });

  test("one scenario needs no name, and its pass has one", () => {
    expect(checkOf(ID, [seenIn("a", unfinished)]).summary).toBe("The run did not reach its end.");
    const check = checkOf(ID, [seenIn("a", unfinished, "quiet"), seenIn("a", completed, "verbose")]);
    expect(check.summary).toBe("The run did not reach its end (a, quiet pass).");
    expect(check.reasons).toEqual([
      { code: "run-incomplete", scenario: "a", pass: "quiet", figures: { problem: null, code: null } },
    ]);
    expect(check.scenarios).toEqual(["a"]);
  });

  test("figures that do not add up stand for their scenario, and for their pass", () => {
    const overhead = pass({ figures: [figure("blocks", 8)] });
    const names = (...judged: Judged[]) => checkOf("performance.overhead", judged).figures.map(({ name }) => name);
    expect(names(seenIn("a", overhead))).toEqual(["blocks"]);
    expect(names(seenIn("a", overhead), seenIn("b", overhead))).toEqual(["a.blocks", "b.blocks"]);
    expect(names(seenIn("a", overhead, "quiet"), seenIn("a", overhead, "verbose"))).toEqual([
      "a.quiet.blocks",
      "a.verbose.blocks",
    ]);
  });
});

describe("what is said of one that did not pass", () => {
  const order = (...reasons: Reason[]) => checkOf("functional.criticality-order", [seenIn("a", fail(reasons, {}))]);

  test("what explains the order is its second sentence, all other reasons are evidence", () => {
    const check = order(
      reason("claim-violated", { follows: 1, decided: 9 }),
      reason("few-contested", { contested: 1, needed: 20 }),
      reason("explained-by", { rules: "fcfs", discipline: null, agreeing: 8, pairs: 9 }),
    );
    expect(check.summary).toBe("Only 1 of 9 pairs of waiting requests left in the claimed order.");
    expect(check.because).toBe("What explains the order is first come, first served: 8 of 9 pairs.");
    expect(check.evidence[0]).toMatch(/^There was a choice between workloads only 1 times/);
  });

  test("without an explanation there is no second sentence", () => {
    expect(order(reason("no-queue-held", {})).because).toBeNull();
  });

  test("times that were not kept are its second sentence, and mending them is the first thing to do", () => {
    const check = order(
      reason("few-contested", { contested: 1, needed: 20 }),
      reason("steps-late", {
        ...{ late: 1, steps: 6, plannedMs: 300, tookMs: 3200 },
        ...{ cpus: 2, loadAtStart: 1, loadAtEnd: 9 },
      }),
      reason("explained-by", { rules: "fcfs", discipline: null, agreeing: 8, pairs: 9 }),
    );
    expect(check.summary).toMatch(/^There was a choice between workloads only 1 times/);
    expect(check.because).toBe(
      "The times of the plan were not kept: 1 of 6 steps were late by a second or more, and one took 3.2 s instead of 0.3 s, at a load of 1.0 to 9.0 on 2 CPUs.",
    );
    expect(check.advice).toMatch(/first run it again while less else runs .* Queue more requests/);
    expect(check.evidence[1]).toMatch(/^What explains the order/);
  });

  test("advice follows from the reason and the situation; a reason that has none leaves the check's own", () => {
    expect(order(reason("no-queue-held", {})).advice).toBe("The scenario needs hold, send, barrier and release.");
    expect(order(reason("nothing-explains", {})).advice).toBe(
      "Run basic-priority and mixed-stress with a gate and arrivals.",
    );
  });
});

test("at most twenty observations are kept, each once", () => {
  const evidence = Array.from({ length: 30 }, (_, index) => `seen ${index % 25}`);
  const check = checkOf(ID, [seenIn("a", fail(reason("run-incomplete", { problem: null, code: null }), { evidence }))]);
  expect(check.evidence).toHaveLength(20);
  expect(new Set(check.evidence).size).toBe(20);
});

describe("not measured", () => {
  test("it says why, and what to do where nothing is known", () => {
    const { checks } = checklistOf(() => [], null, {});
    const points = checks.find(({ id }) => id === "observability.log-points");
    expect(points).toMatchObject({
      verdict: "not-measured",
      required: false,
      scenarios: [],
      summary: "No router log was given, or no scenario ran.",
      because: null,
    });
    expect(points?.advice).toMatch(/^Give --router-log/);
  });

  test("of a gateway that we started nobody is told to give its log", () => {
    const advice = (situation: Situation) =>
      checklistOf(() => [], situation, {}).checks.map(({ advice: own }) => own ?? "");
    expect(advice(OURS).join()).not.toMatch(/--router-log|--model-server-admin-url/);
    expect(advice(THEIRS).join()).toMatch(/--router-log/);
  });
});

describe("the run's own verdict", () => {
  test.each([
    [completed, undefined, "pass"],
    [unfinished, undefined, "inconclusive"],
    [notCompleted(1), undefined, "fail"],
    [notCompleted(1), ["performance.no-timeouts"], "inconclusive"],
    [completed, [ID], "pass"],
    [completed, [ID, "performance.no-timeouts"], "inconclusive"],
  ] as const)("%#: rests on the required checks", (judgement, required, verdict) => {
    expect(checkOf(ID, [seenIn("a", judgement)], required).runVerdict).toBe(verdict);
  });

  test("is inconclusive where nothing was measured", () => {
    expect(checkOf(ID, []).runVerdict).toBe("inconclusive");
  });
});
