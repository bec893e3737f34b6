import { type Checklist, SUCCESS_METRIC_IDS, type Verdict } from "@wa-routing/protocol";
import { type FaultName, simulatorFaults } from "@wa-routing/simulator";
import { expect, test } from "vitest";
import { renderSelftest } from "./render-selftest.ts";
import { faultySubject, HEALTHY, variantSubject } from "./subject.ts";
import { OUR_VARIANT } from "./variant.ts";

const faults = Object.keys(simulatorFaults) as FaultName[];
const checklist = (verdict: Verdict) =>
  ({
    checks: SUCCESS_METRIC_IDS.map((id) => ({ id, verdict, scenarios: ["s"], summary: "seen", reasons: [] })),
  }) as unknown as Checklist;
const noLog = { ...OUR_VARIANT, discipline: "sorted", log: "none", headers: "joined" } as const;
const seedLog = { ...OUR_VARIANT, log: "seed" } as const;
const outcome = {
  scope: { quick: false, repeats: 20, faults, variants: [seedLog] },
  results: [
    { subject: HEALTHY, checklists: [checklist("pass"), checklist("inconclusive"), checklist("pass")] },
    ...faults.map((fault) => ({ subject: faultySubject(fault), checklists: [checklist("fail")] })),
    { subject: faultySubject("fcfs-ordering", "sorted"), checklists: [checklist("fail")] },
    { subject: variantSubject(noLog), checklists: [checklist("inconclusive")] },
  ],
  relations: [
    { subject: HEALTHY, differences: { "other-ids": 0, "headers-exchanged": 0.1, "lower-rank-added": null } },
    {
      subject: faultySubject("fcfs-ordering"),
      differences: { "other-ids": 0, "headers-exchanged": 1, "lower-rank-added": 0 },
    },
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
  expect(lines.some((line) => /^fcfs-ordering, sorted +\[☒\]/.test(line))).toBe(true);
  expect(lines).toContain("queue   log    weights  headers ord wai rat def err ovh cmp tmo log sco dis reg");
  expect(lines).toContain("sorted  none   fork     joined   ◐   ◐   ◐   ◐  (◐)  ◐   ◐   ◐  (◐) (◐) (◐) (◐)");
  expect(lines).toContain("    log none, err log sco dis reg: there is no router log");
  expect(lines).toContain("relations that need no model    other-ids headers-exchanged lower-rank-added");
  expect(lines).toContain("healthy                          ☑         ☑                 ◐");
  expect(lines).toContain("fcfs-ordering                    ☑        [☒]                ☑");
  for (const id of SUCCESS_METRIC_IDS) expect(lines.some((line) => line.includes(id))).toBe(true);
  expect(lines.slice(-4)).toEqual([
    `PASS  ${faults.length} of ${faults.length} faults as declared, healthy is green in 20 runs,`,
    "      1 of 1 healthy ones that are built in other ways as declared",
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
