import { SUCCESS_METRIC_IDS } from "@wa-routing/protocol";
import { type FaultName, simulatorFaults } from "@wa-routing/simulator";
import { describe, expect, test } from "vitest";
import { expectedFaults } from "./expected-faults.ts";
import { planSelftest } from "./selftest-run.ts";

const faults = Object.keys(simulatorFaults) as FaultName[];

describe.each([true, false])("quick %s", (quick) => {
  const runs = planSelftest({ quick, repeats: 2, faults });

  test("every fault is run, and every folder is another", () => {
    expect(new Set(runs.map(({ subject }) => subject))).toEqual(new Set(["healthy", ...faults]));
    expect(new Set(runs.map(({ folder }) => folder)).size).toBe(runs.length);
  });

  test("healthy runs every scenario that a fault is judged by, in each repeat, and before any fault", () => {
    const used = new Set(runs.flatMap(({ scenarios }) => scenarios.map(({ name }) => name)));
    for (const repeat of [1, 2]) {
      const healthy = runs.filter((run) => run.subject === "healthy" && run.repeat === repeat);
      expect(new Set(healthy.flatMap(({ scenarios }) => scenarios.map(({ name }) => name)))).toEqual(used);
      expect(healthy.every(({ phase }) => phase === 0)).toBe(true);
    }
    expect(runs.every(({ subject, phase }) => subject === "healthy" || phase === 1)).toBe(true);
  });

  test("what measures latencies is alone", () => {
    for (const { scenarios, alone } of runs) {
      expect(alone).toBe(scenarios.some(({ name }) => name === "overhead"));
    }
  });
});

test("what takes long is in the full selftest only", () => {
  const folders = (quick: boolean) => planSelftest({ quick, repeats: 1, faults }).map(({ folder }) => folder);
  const more = folders(false).filter((folder) => !folders(true).includes(folder));
  expect(more).toEqual(["wait-term-missing-wait-time-boost", "per-request-wait-wait-time-boost"]);
});

test("each of the twelve metrics is some fault's own check", () => {
  const own = Object.values(expectedFaults).flatMap(({ ownChecks, inFull }) => [
    ...Object.keys(ownChecks),
    ...Object.keys(inFull?.ownChecks ?? {}),
  ]);
  expect(SUCCESS_METRIC_IDS.filter((id) => !own.includes(id))).toEqual([]);
});
