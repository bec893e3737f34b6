import { type Checklist, SUCCESS_METRIC_IDS, type Verdict } from "@wa-routing/protocol";
import { type FaultName, simulatorFaults } from "@wa-routing/simulator";
import { expect, test } from "vitest";
import type { Deviation } from "./deviation.ts";
import { renderSelftest, selftestJson } from "./render-selftest.ts";
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

const deviation: Deviation = {
  ...{ subject: "fcfs-ordering", repeat: 1, check: "functional.criticality-order" },
  ...{ declared: "fail", seen: "pass", summary: "384 of 384", codes: ["machine-busy"], byLoad: false },
};
const undecided = (repeat: number): Deviation => ({
  ...{ subject: "healthy", repeat, check: "performance.overhead", declared: "pass", seen: "inconclusive" },
  ...{ summary: "Latencies vary.", codes: ["machine-busy"], byLoad: true },
});

test("every deviation is named, and counted", () => {
  const text = renderSelftest({ ...outcome, deviations: [deviation] });
  expect(text).toContain("☒ fcfs-ordering: functional.criticality-order was declared fail and is pass: 384 of 384");
  expect(text).toContain(`FAIL  ${faults.length - 1} of ${faults.length} faults as declared`);
});

test("what only the load of the machine left undecided refutes nothing: inconclusive, and what to do", () => {
  const lines = renderSelftest({ ...outcome, deviations: [undecided(2), undecided(7)] }).split("\n");
  expect(lines).toContain(
    "◐ healthy, repeat 7: performance.overhead was declared pass and is inconclusive: Latencies vary. [machine-busy]",
  );
  expect(lines.slice(-5, -2)).toEqual([
    `INCONCLUSIVE  ${faults.length} of ${faults.length} faults as declared, healthy is green in 18 of 20 runs,`,
    "      1 of 1 healthy ones that are built in other ways as declared",
    "Nothing was found wrong, but this machine left it open: again, on an idle one.",
  ]);
  expect(lines.filter((line) => line.length > 80 && !line.startsWith("◐"))).toEqual([]);
});

test("with anything else beside it, it fails", () => {
  const deviations = [undecided(2), deviation];
  expect(renderSelftest({ ...outcome, deviations })).toContain(`FAIL  ${faults.length - 1} of ${faults.length} faults`);
  expect(selftestJson({ ...outcome, deviations }).verdict).toBe("fail");
  expect(selftestJson({ ...outcome, deviations: [undecided(2)] }).verdict).toBe("inconclusive");
});
