import { SUCCESS_METRIC_IDS } from "@wa-routing/protocol";
import { type FaultName, QUEUE_DISCIPLINES, simulatorFaults } from "@wa-routing/simulator";
import { describe, expect, test } from "vitest";
import { expectedFaults, isOrderFault } from "./expected-faults.ts";
import { planSelftest } from "./selftest-run.ts";
import { HEALTHY } from "./subject.ts";
import { allVariants, pairwiseVariants } from "./variant.ts";

const faults = Object.keys(simulatorFaults) as FaultName[];

describe.each([true, false])("quick %s", (quick) => {
  const runs = planSelftest({ quick, repeats: 2, faults, variants: quick ? pairwiseVariants() : allVariants() });

  test("every fault is run, and every folder is another", () => {
    expect(new Set(runs.map(({ subject }) => subject.fault))).toEqual(new Set([null, ...faults]));
    expect(new Set(runs.map(({ folder }) => folder)).size).toBe(runs.length);
  });

  test("healthy runs every scenario that a fault is judged by, in each repeat, and before any fault", () => {
    const checked = runs.filter(({ asks }) => asks === "checks");
    const used = new Set(checked.flatMap(({ scenarios }) => scenarios.map(({ name }) => name)));
    for (const repeat of [1, 2]) {
      const healthy = checked.filter((run) => run.subject === HEALTHY && run.repeat === repeat);
      expect(new Set(healthy.flatMap(({ scenarios }) => scenarios.map(({ name }) => name)))).toEqual(used);
      expect(healthy.every(({ phase }) => phase === 0)).toBe(true);
    }
    expect(runs.every(({ subject, phase }) => (subject.fault === null) === (phase === 0))).toBe(true);
  });

  test("a fault under a discipline is judged by what a healthy one under the same shows", () => {
    const key = (discipline: string, name: string) => `${name} under ${discipline}`;
    const shown = new Set(
      runs.flatMap(({ subject, scenarios }) =>
        subject.fault === null ? scenarios.map(({ name }) => key(subject.variant.discipline, name)) : [],
      ),
    );
    for (const { subject, scenarios } of runs) {
      for (const { name } of scenarios) expect(shown).toContain(key(subject.variant.discipline, name));
    }
  });

  test("what measures latencies is alone", () => {
    for (const { scenarios, alone } of runs) {
      expect(alone).toBe(scenarios.some(({ name }) => name === "overhead"));
    }
  });
});

test("in full, a fault of the order is run under each discipline; in the quick selftest each discipline has some", () => {
  const runs = (quick: boolean) => planSelftest({ quick, repeats: 1, faults, variants: [] });
  for (const fault of faults.filter((name) => isOrderFault(name, false))) {
    const under = runs(false).flatMap(({ subject }) => (subject.fault === fault ? [subject.variant.discipline] : []));
    expect(new Set(under)).toEqual(new Set(QUEUE_DISCIPLINES));
  }
  const ofOrder = runs(true).flatMap(({ subject }) =>
    subject.fault !== null && isOrderFault(subject.fault, true) ? [subject.variant.discipline] : [],
  );
  expect(new Set(ofOrder)).toEqual(new Set(QUEUE_DISCIPLINES));
});

test("what takes long is in the full selftest only", () => {
  const folders = (quick: boolean) =>
    planSelftest({ quick, repeats: 1, faults, variants: [] }).map(({ folder }) => folder);
  const more = folders(false).filter((folder) => !folders(true).includes(folder));
  const boosts = ["wait-term-missing", "per-request-wait"].flatMap((fault) =>
    ["", "-binary", "-sorted"].map((under) => `${fault}${under}-wait-time-boost`),
  );
  expect(boosts.filter((folder) => !more.includes(folder))).toEqual([]);
});

test("each of the twelve metrics is some fault's own check", () => {
  const own = Object.values(expectedFaults).flatMap(({ ownChecks, inFull }) => [
    ...Object.keys(ownChecks),
    ...Object.keys(inFull?.ownChecks ?? {}),
  ]);
  expect(SUCCESS_METRIC_IDS.filter((id) => !own.includes(id))).toEqual([]);
});
