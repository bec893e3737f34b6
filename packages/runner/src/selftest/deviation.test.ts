import { type Checklist, SUCCESS_METRICS, type SuccessMetricId, type Verdict } from "@wa-routing/protocol";
import { type FaultName, simulatorFaults } from "@wa-routing/simulator";
import { describe, expect, test } from "vitest";
import { deviationsOf, ownChecks } from "./deviation.ts";
import type { SelftestScope, Subject } from "./selftest-run.ts";

const faults = Object.keys(simulatorFaults) as FaultName[];
const VERDICTS: readonly Verdict[] = ["pass", "fail", "inconclusive", "not-measured"];
const IDS = Object.keys(SUCCESS_METRICS) as SuccessMetricId[];
const full: SelftestScope = { quick: false, repeats: 1, faults };

function checklist(verdicts: Partial<Record<SuccessMetricId, Verdict>>, others: Verdict): Checklist {
  const checks = IDS.map((id) => ({
    ...{ id, title: SUCCESS_METRICS[id], verdict: verdicts[id] ?? others, required: true, scenarios: [] },
    ...{ summary: `what ${id} says`, because: null, advice: null, reasons: [], figures: [], evidence: [] },
  }));
  return { schemaVersion: 2, verdict: "pass", checks };
}

const declaredVerdicts = (subject: Subject, scope: SelftestScope) =>
  Object.fromEntries(
    Object.entries(ownChecks(subject, scope)).map(([id, declared]) => [id, declared.split(" or ")[0] as Verdict]),
  );

describe.each(faults)("%s", (fault) => {
  test("caught as declared: no deviation, whatever the other checks say", () => {
    for (const others of VERDICTS) {
      const checklists = [checklist(declaredVerdicts(fault, full), others)];
      expect(deviationsOf({ subject: fault, checklists }, full)).toEqual([]);
    }
  });

  test.each(Object.entries(ownChecks(fault, full)))("with the detection by %s disabled it is named", (id, declared) => {
    for (const seen of VERDICTS.filter((verdict) => !declared.split(" or ").includes(verdict))) {
      const checklists = [checklist({ ...declaredVerdicts(fault, full), [id]: seen }, "pass")];
      expect(deviationsOf({ subject: fault, checklists }, full)).toEqual([
        { subject: fault, repeat: 1, check: id, declared, seen, summary: `what ${id} says`, codes: [] },
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
    expect(deviationsOf({ subject: "healthy", checklists: [checklist({}, "pass")] }, full)).toEqual([]);
  });

  test.each(IDS.flatMap((id) => VERDICTS.slice(1).map((seen) => [id, seen] as const)))("%s %s", (id, seen) => {
    const checklists = [checklist({}, "pass"), checklist({ [id]: seen }, "pass")];
    expect(deviationsOf({ subject: "healthy", checklists }, full)).toMatchObject([
      { subject: "healthy", repeat: 2, check: id, declared: "pass", seen },
    ]);
  });

  test("with one fault alone, its own checks must be measured; others may be left out, and must not be red", () => {
    const scope: SelftestScope = { quick: true, repeats: 1, faults: ["no-admitted-line"] };
    const deviations = (verdicts: Partial<Record<SuccessMetricId, Verdict>>) =>
      deviationsOf({ subject: "healthy", checklists: [checklist(verdicts, "not-measured")] }, scope);
    expect(deviations({ "observability.log-points": "pass" })).toEqual([]);
    expect(deviations({})).toMatchObject([{ check: "observability.log-points", seen: "not-measured" }]);
    expect(deviations({ "observability.log-points": "pass", "functional.no-errors": "inconclusive" })).toMatchObject([
      { check: "functional.no-errors", seen: "inconclusive" },
    ]);
  });
});
