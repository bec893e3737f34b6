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
import { deviationsOf, ownChecks } from "./deviation.ts";
import { isOrderFault } from "./expected-faults.ts";
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
        { subject: fault.name, repeat: 1, check: id, declared, seen, summary: `what ${id} says`, codes: [] },
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
  const seen = (others: Partial<Check>) => {
    const checks = checklist({}, "not-measured").checks.map((check) =>
      check.id === "observability.log-points" ? { ...check, scenarios: ["s"], ...others } : check,
    );
    return deviationsOf({ subject, checklists: [{ ...checklist({}, "pass"), checks }] }, full);
  };

  test("is as declared where it says that there is no log, and where no scenario asks", () => {
    expect(seen({ verdict: "inconclusive", reasons: [reason] })).toEqual([]);
    expect(seen({ scenarios: [] })).toEqual([]);
  });

  test.each([
    ["a pass", { verdict: "pass" }],
    ["a failure", { verdict: "fail", reasons: [reason] }],
    ["no reason", { verdict: "inconclusive" }],
    ["another reason", { verdict: "inconclusive", reasons: [reason, { ...reason, code: "log-lost" }] }],
  ] satisfies [string, Partial<Check>][])("%s is named", (_, others) => {
    expect(seen(others)).toMatchObject([{ subject: subject.name, declared: "inconclusive [no-router-log]" }]);
  });
});
