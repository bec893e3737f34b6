import type { Scenario } from "@wa-routing/protocol";
import type { FaultName } from "@wa-routing/simulator";
import { expectedFaults } from "./expected-faults.ts";
import {
  basicPriority,
  defaultWorkload,
  equalScores,
  impatientClients,
  mixedStress,
  overhead,
  requestRateFairness,
  waitTimeBoost,
} from "./selftest-scenarios.ts";

/** What is put to the test: the simulator without a fault, or with one. */
export type Subject = "healthy" | FaultName;

/** One gateway, what is sent to it, and into which folder its evidence goes. */
export interface SelftestRun {
  readonly subject: Subject;
  /** Counted from 1; a fault has one. */
  readonly repeat: number;
  /** Unique in a selftest. */
  readonly folder: string;
  readonly scenarios: readonly Scenario[];
  /** Runs of a later phase begin when those of an earlier one have ended; faults never run beside the healthy one. */
  readonly phase: number;
  /** Measures latencies, so that nothing of the selftest runs meanwhile. */
  readonly alone: boolean;
  /** Pauses or waits for long, so that it begins first: the others fill its pauses. */
  readonly slow: boolean;
}

/** Which subjects are run, and how thoroughly. */
export interface SelftestScope {
  readonly quick: boolean;
  /** Of the healthy simulator. */
  readonly repeats: number;
  readonly faults: readonly FaultName[];
}

// Together they speak about all twelve success metrics, and hold every scenario that a fault is judged by.
const EVERY_SCENARIO = [
  basicPriority,
  requestRateFairness,
  mixedStress,
  defaultWorkload,
  equalScores,
  impatientClients,
  waitTimeBoost,
  overhead,
];

/** All runs of a selftest. */
export function planSelftest(scope: SelftestScope): SelftestRun[] {
  const healthy = Array.from({ length: scope.repeats }, (_, index) => healthyRuns(index + 1, healthyScenarios(scope)));
  const faulty = scope.faults.map((fault) => faultRuns(fault, scope.quick));
  return [...healthy, ...faulty].flat();
}

/** A check proves nothing against a fault unless the healthy one passes it in the same scenario. */
function healthyScenarios({ quick, faults }: SelftestScope): readonly Scenario[] {
  const used = new Set(faults.flatMap((fault) => faultScenarios(fault, quick).map(({ name }) => name)));
  const all = faults.length === Object.keys(expectedFaults).length;
  return EVERY_SCENARIO.filter((scenario) => all || scenario === basicPriority || used.has(scenario.name));
}

// Each on a gateway of its own: the long pause of one is time for the others.
function healthyRuns(repeat: number, scenarios: readonly Scenario[]): SelftestRun[] {
  const slow = scenarios.filter((scenario) => scenario === waitTimeBoost);
  const timed = scenarios.filter((scenario) => scenario === overhead);
  const others = scenarios.filter((scenario) => !slow.includes(scenario) && !timed.includes(scenario));
  return [others, slow, timed].flatMap((part): SelftestRun[] => {
    const [first] = part;
    if (first === undefined) return [];
    const folder = `healthy-${repeat}-${part.length === 1 ? first.name : "catalogue"}`;
    const kind = { phase: 0, alone: part === timed, slow: part === slow };
    return [{ subject: "healthy", repeat, folder, scenarios: part, ...kind }];
  });
}

function faultRuns(fault: FaultName, quick: boolean): SelftestRun[] {
  return faultScenarios(fault, quick).map((scenario): SelftestRun => {
    const base = { subject: fault, repeat: 1, scenarios: [scenario], phase: 1 };
    const slow = scenario === waitTimeBoost || expectedFaults[fault].slow === true;
    return { ...base, folder: `${fault}-${scenario.name}`, alone: scenario.name === overhead.name, slow };
  });
}

function faultScenarios(fault: FaultName, quick: boolean): readonly Scenario[] {
  const { scenarios, inFull } = expectedFaults[fault];
  return [...scenarios, ...(quick ? [] : (inFull?.scenarios ?? []))];
}
