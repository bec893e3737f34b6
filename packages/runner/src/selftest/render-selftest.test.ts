import { type Checklist, SUCCESS_METRIC_IDS, type Verdict } from "@wa-routing/protocol";
import { type FaultName, simulatorFaults } from "@wa-routing/simulator";
import { expect, test } from "vitest";
import { renderSelftest } from "./render-selftest.ts";

const faults = Object.keys(simulatorFaults) as FaultName[];
const checklist = (verdict: Verdict) =>
  ({ checks: SUCCESS_METRIC_IDS.map((id) => ({ id, verdict, summary: "seen", reasons: [] })) }) as unknown as Checklist;
const outcome = {
  scope: { quick: false, repeats: 20, faults },
  results: [
    { subject: "healthy", checklists: [checklist("pass"), checklist("inconclusive"), checklist("pass")] },
    ...faults.map((subject) => ({ subject, checklists: [checklist("fail")] })),
  ],
  deviations: [],
  seed: 2 ** 31 - 1,
  durationSeconds: 801.4,
} as const;

test("a row for each subject and a legend, within 80 columns; own checks in brackets, the worst of the repeats", () => {
  const lines = renderSelftest(outcome).split("\n");
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
  expect(lines[1]).toMatch(/^healthy \(worst of 3\) .*( {2}◐ ){11}/);
  for (const fault of faults) expect(lines.some((line) => line.startsWith(fault) && line.includes("[☒]"))).toBe(true);
  for (const id of SUCCESS_METRIC_IDS) expect(lines.some((line) => line.includes(id))).toBe(true);
  expect(lines.slice(-3)).toEqual([
    `PASS  ${faults.length} of ${faults.length} faults as declared, healthy is green in 20 runs`,
    "801 s, seed 2147483647",
    "",
  ]);
});

test("every deviation is named, and counted", () => {
  const deviation = {
    subject: "fcfs-ordering",
    repeat: 1,
    check: "functional.criticality-order",
    declared: "fail",
    seen: "pass",
    summary: "384 of 384",
    codes: ["machine-busy"],
  } as const;
  const text = renderSelftest({ ...outcome, deviations: [deviation] });
  expect(text).toContain("☒ fcfs-ordering: functional.criticality-order was declared fail and is pass: 384 of 384");
  expect(text).toContain(`FAIL  ${faults.length - 1} of ${faults.length} faults as declared`);
});
