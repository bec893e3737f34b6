import {
  type Check,
  type Checklist,
  type CheckReason,
  SUCCESS_METRICS,
  type SuccessMetricId,
  type Verdict,
} from "@wa-routing/protocol";
import { type FaultName, simulatorFaults } from "@wa-routing/simulator";
import { describe, expect, test } from "vitest";
import { deviationsOf, ownChecks, relationDeviations } from "./deviation.ts";
import { expectedFaults, isOrderFault } from "./expected-faults.ts";
import type { SelftestScope } from "./selftest-run.ts";
import { faultySubject, HEALTHY, type Subject, variantSubject } from "./subject.ts";
import { OUR_VARIANT } from "./variant.ts";

const faults = Object.keys(simulatorFaults) as FaultName[];
const VERDICTS: readonly Verdict[] = ["pass", "fail", "inconclusive", "not-measured"];
const IDS = Object.keys(SUCCESS_METRICS) as SuccessMetricId[];
const full: SelftestScope = { quick: false, repeats: 1, faults, variants: [] };

function checklist(verdicts: Partial<Record<SuccessMetricId, Verdict>>, others: Verdict): Checklist {
  const checks = IDS.map((id) => ({
    ...{ id, title: SUCCESS_METRICS[id], verdict: verdicts[id] ?? others, required: true, scenarios: [] },
    ...{ summary: `what ${id} says`, because: null, advice: null, reasons: [], figures: [], evidence: [] },
  }));
  return { schemaVersion: 2, verdict: "pass", checks };
}

const declaredVerdicts = (subject: Subject, scope: SelftestScope) =>
  Object.fromEntries(
    Object.entries(ownChecks(subject, scope)).map(([id, declared]) => [
      id,
      String(declared).split(" or ")[0] as Verdict,
    ]),
  );

describe.each(faults)("%s", (name) => {
  const fault = faultySubject(name, isOrderFault(name, false) ? "sorted" : undefined);

  test("caught as declared: no deviation, whatever the other checks say", () => {
    for (const others of VERDICTS) {
      const checklists = [checklist(declaredVerdicts(fault, full), others)];
      expect(deviationsOf({ subject: fault, checklists }, full)).toEqual([]);
    }
  });

  test.each(Object.entries(ownChecks(fault, full)))("with the detection by %s disabled it is named", (id, declared) => {
    for (const seen of VERDICTS.filter((verdict) => !String(declared).split(" or ").includes(verdict))) {
      const checklists = [checklist({ ...declaredVerdicts(fault, full), [id]: seen }, "pass")];
      expect(deviationsOf({ subject: fault, checklists }, full)).toEqual([
        {
          subject: fault.name,
          repeat: 1,
          check: id,
          declared,
          seen,
          summary: `what ${id} says`,
          codes: [],
          byLoad: false,
        },
      ]);
    }
  });

  test("no check may pass it that is its own", () => {
    expect(Object.values(ownChecks(fault, full)).join()).not.toContain("pass");
    expect(Object.keys(ownChecks(fault, { ...full, quick: true })).length).toBeGreaterThan(0);
  });
});

describe("healthy", () => {
  test("all twelve pass: no deviation", () => {
    expect(deviationsOf({ subject: HEALTHY, checklists: [checklist({}, "pass")] }, full)).toEqual([]);
  });

  test.each(IDS.flatMap((id) => VERDICTS.slice(1).map((seen) => [id, seen] as const)))("%s %s", (id, seen) => {
    const checklists = [checklist({}, "pass"), checklist({ [id]: seen }, "pass")];
    expect(deviationsOf({ subject: HEALTHY, checklists }, full)).toMatchObject([
      { subject: "healthy", repeat: 2, check: id, declared: "pass", seen },
    ]);
  });

  test.each<[boolean, Verdict, CheckReason["code"][]]>([
    [true, "inconclusive", ["machine-busy"]],
    [false, "inconclusive", ["machine-busy", "log-lost"]],
    [false, "inconclusive", []],
    [false, "fail", ["machine-busy"]],
  ])("left undecided by the machine's load: %s, where it is %s for %j", (byLoad, verdict, codes) => {
    const reasons = codes.map((code) => ({ code, scenario: "overhead", figures: {} }));
    const checks = checklist({}, "pass").checks.map((check) =>
      check.id === "performance.overhead" ? { ...check, verdict, reasons } : check,
    );
    expect(deviationsOf({ subject: HEALTHY, checklists: [{ ...checklist({}, "pass"), checks }] }, full)).toMatchObject([
      { check: "performance.overhead", seen: verdict, codes, byLoad },
    ]);
  });

  test("with one fault alone, its own checks must be measured; others may be left out, and must not be red", () => {
    const scope: SelftestScope = { quick: true, repeats: 1, faults: ["no-admitted-line"], variants: [] };
    const deviations = (verdicts: Partial<Record<SuccessMetricId, Verdict>>) =>
      deviationsOf({ subject: HEALTHY, checklists: [checklist(verdicts, "not-measured")] }, scope);
    expect(deviations({ "observability.log-points": "pass" })).toEqual([]);
    expect(deviations({})).toMatchObject([{ check: "observability.log-points", seen: "not-measured" }]);
    expect(deviations({ "observability.log-points": "pass", "functional.no-errors": "inconclusive" })).toMatchObject([
      { check: "functional.no-errors", seen: "inconclusive" },
    ]);
  });
});

describe("a healthy one without a log", () => {
  const subject = variantSubject({ ...OUR_VARIANT, log: "none" });
  const reason: CheckReason = { code: "no-router-log", scenario: "s", figures: {} };
  const said: Partial<Check> = { verdict: "inconclusive", scenarios: ["s"], reasons: [reason] };
  const deviations = (id: string, others: Partial<Check>) => {
    const checks = checklist({}, "not-measured").checks.map((check) => ({
      ...check,
      ...(check.id === "functional.no-errors" ? said : {}),
      ...(check.id === id ? others : {}),
    }));
    return deviationsOf({ subject, checklists: [{ ...checklist({}, "pass"), checks }] }, full);
  };

  test("is as declared where it says so, and measures nothing of the rest", () => {
    expect(deviations("functional.no-errors", said)).toEqual([]);
  });

  test.each<[string, string, Partial<Check>]>([
    ["a pass", "functional.no-errors", { verdict: "pass", reasons: [] }],
    ["a failure", "functional.no-errors", { verdict: "fail" }],
    ["no reason", "functional.no-errors", { reasons: [] }],
    ["another reason", "functional.no-errors", { reasons: [reason, { ...reason, code: "log-lost" }] }],
    ["a pass out of nothing", "observability.log-points", { verdict: "pass" }],
    ["a reason out of nothing", "observability.log-points", { reasons: [reason] }],
  ])("%s is named: %s", (_, check, others) => {
    expect(deviations(check, others)).toMatchObject([{ subject: subject.name, check }]);
  });
});

test("a fault's own check is never excused by the load", () => {
  const fault = faultySubject("slow-tail");
  const ownChecks = { "performance.overhead": "fail" } as const;
  const reasons: CheckReason[] = [{ code: "machine-busy", scenario: "overhead", figures: {} }];
  const checks = checklist({}, "inconclusive").checks.map((check) => ({ ...check, reasons }));
  const table = { ...expectedFaults, "slow-tail": { ...expectedFaults["slow-tail"], ownChecks } };
  const checklists = [{ ...checklist({}, "pass"), checks }];
  expect(deviationsOf({ subject: fault, checklists }, full, table)).toMatchObject([{ byLoad: false }]);
});

describe("relations", () => {
  const differences = { "other-ids": 0, "headers-exchanged": 0.1, "lower-rank-added": 0.1 };

  test("a healthy one keeps all: up to one pair in ten", () => {
    expect(relationDeviations({ subject: HEALTHY, differences })).toEqual([]);
    const broken = { "other-ids": 0.11, "headers-exchanged": null, "lower-rank-added": 1 };
    expect(relationDeviations({ subject: HEALTHY, differences: broken })).toMatchObject([
      { subject: "healthy", check: "other-ids", declared: "holds", seen: "broken" },
      { check: "headers-exchanged", declared: "holds", seen: "undecided" },
      { check: "lower-rank-added", seen: "broken" },
    ]);
  });

  test("a fault breaks its own, whatever becomes of the others", () => {
    const subject = faultySubject("fcfs-ordering");
    const own = { ...differences, "headers-exchanged": 1, "other-ids": null };
    expect(relationDeviations({ subject, differences: own })).toEqual([]);
    expect(relationDeviations({ subject, differences })).toMatchObject([
      { subject: "fcfs-ordering", check: "headers-exchanged", declared: "broken", seen: "holds" },
    ]);
  });

  test("each is broken by a fault", () => {
    const broken = Object.values(expectedFaults).flatMap(({ breaks }) => breaks ?? []);
    expect(new Set(broken)).toEqual(new Set(Object.keys(differences)));
  });
});
