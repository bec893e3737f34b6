import { analyze, judge } from "@wa-routing/analysis";
import type { ErrorCode, PlannedStep, RequestRecord, StepRecord } from "@wa-routing/protocol";
import { findScenario, planScenario } from "@wa-routing/scenarios";
import { describe, expect, test } from "vitest";
import { generateRun } from "./generated-run.ts";

const plan = planScenario(findScenario("basic-priority"), { seed: 1 });
const TRIAL = (plan.trials.find(({ arm }) => arm === "treatment") as (typeof plan.trials)[number]).trial;

/** A run of a router that orders nothing, with a step of one trial that went wrong, and requests of it that ended badly. */
function judged(step: PlannedStep["step"], code: ErrorCode | undefined, ended: Partial<RequestRecord>) {
  const evidence = generateRun(plan, { order: "fcfs", seed: 1, routerLog: false });
  const isFailed = (record: StepRecord) => record.trial === TRIAL && record.step === step;
  const failed = { ok: false, problem: `of the ${step}`, ...(code === undefined ? {} : { code }) };
  const { checks } = judge([
    analyze(plan, {
      ...evidence,
      complete: false,
      steps: evidence.steps.map((record) => (isFailed(record) ? { ...record, ...failed } : record)),
      requests: evidence.requests.map((record) =>
        record.trial === TRIAL && !record.primed ? { ...record, ...ended } : record,
      ),
    }),
  ]);
  return Object.fromEntries(checks.map((check) => [check.id, check]));
}

const TIMED_OUT = { outcome: "timed-out", status: null, errorCode: "TIMEOUT" } as const;
const EVICTED = { outcome: "evicted", status: 503, errorCode: "HTTP_503" } as const;
const REFUSED = { outcome: "failed", status: 500, errorCode: "HTTP_500" } as const;

test("what the router did itself is its own: it fails", () => {
  const checks = judged("drain", "DRAIN_DEADLINE", TIMED_OUT);
  expect(checks["performance.no-timeouts"]?.verdict).toBe("fail");
  expect(checks["performance.all-complete"]?.verdict).toBe("fail");
});

describe.each<[PlannedStep["step"], ErrorCode | undefined]>([
  ["hold", "GATE_NOT_CLOSED"],
  ["hold", "ENDPOINT_UNREACHABLE"],
  ["release", "GATE_LAPSED"],
  ["release", "GATE_NOT_OPENED"],
  ["drain", "GATE_NOT_CLEARED"],
  // Recorded before there were codes.
  ["release", undefined],
])("a %s that ended with %s", (step, code) => {
  test.each([TIMED_OUT, EVICTED])("is not the router's fault, and is named: %o", (ended) => {
    const checks = judged(step, code, ended);
    expect(Object.values(checks).filter(({ verdict }) => verdict === "fail")).toEqual([]);
    const named = expect.objectContaining({
      code: "gate-failed",
      figures: expect.objectContaining({ code: code ?? null }),
    });
    expect(checks["performance.all-complete"]?.reasons).toEqual([named]);
    expect(checks["performance.no-timeouts"]?.reasons[0]?.code).toBe(
      ended.outcome === "timed-out" ? "gate-failed" : "run-incomplete",
    );
    expect(checks["functional.criticality-order"]?.reasons).toContainEqual(
      expect.objectContaining({
        code: "queue-unproven",
        figures: expect.objectContaining({ problem: `of the ${step}` }),
      }),
    );
  });

  test("excuses no answer that the router gave", () => {
    const checks = judged(step, code, REFUSED);
    expect(checks["functional.no-errors"]?.verdict).toBe("fail");
    expect(checks["performance.all-complete"]?.verdict).toBe("fail");
  });
});

/** What is said of a router that could not read a model server's metrics at the end of a trial, while the release of one had failed. */
function errorsOf(trial: number) {
  const evidence = generateRun(plan, { order: "workload-aware", seed: 1, routerLog: true });
  const isFailed = (record: StepRecord) => record.trial === TRIAL && record.step === "release";
  const atMs = evidence.steps.findLast((step) => step.trial === trial)?.startMs ?? null;
  const text = "Failed to refresh metrics: connection refused";
  const error = { event: "error", line: 1, source: null, atMs, seq: null, requestId: null, text } as const;
  const { checks } = judge([
    analyze(plan, {
      ...evidence,
      events: [...(evidence.events ?? []), error],
      steps: evidence.steps.map((record) => (isFailed(record) ? { ...record, ok: false } : record)),
    }),
  ]);
  return checks.find(({ id }) => id === "functional.no-errors")?.reasons.map(({ code }) => code);
}

test("what a router says of a silent model server is excused in the trial whose gate failed, and in no other", () => {
  const [first, last] = [plan.trials[0]?.trial ?? 0, plan.trials.at(-1)?.trial ?? 0];
  expect(errorsOf(TRIAL)).not.toContain("router-error");
  for (const other of [first, last]) if (other !== TRIAL) expect(errorsOf(other)).toContain("router-error");
  expect(last).not.toBe(TRIAL);
});
