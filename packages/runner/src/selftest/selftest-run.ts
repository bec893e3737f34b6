import type { Scenario } from "@wa-routing/protocol";
import { type FaultName, QUEUE_DISCIPLINES, type QueueDiscipline } from "@wa-routing/simulator";
import { expectedFaults, isOrderFault } from "./expected-faults.ts";
import { RELATION_SCENARIOS } from "./relation-scenarios.ts";
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
import { faultySubject, HEALTHY, type Subject, variantSubject } from "./subject.ts";
import { OUR_VARIANT, type Variant } from "./variant.ts";

/** One gateway, what is sent to it, and into which folder its evidence goes. */
export interface SelftestRun {
  readonly subject: Subject;
  /** What is asked of it: the checks, or relations between its scenarios that need no model. */
  readonly asks: "checks" | "relations";
  /** Counted from 1; only ours without a fault has more than one. */
  readonly repeat: number;
  /** Unique in a selftest. */
  readonly folder: string;
  readonly scenarios: readonly Scenario[];
  /** Runs of a later phase begin when those of an earlier one have ended; faults never run beside a healthy one. */
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
  /** Other ways to build a healthy one. */
  readonly variants: readonly Variant[];
}

/** Whether every fault is run: then every metric is measured. */
export function hasEveryFault({ faults }: SelftestScope): boolean {
  return faults.length === Object.keys(expectedFaults).length;
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

// What a queue, a log, parameters or joined headers could change; the quick selftest deals them out.
const VARIANT_SCENARIOS = [[basicPriority], [defaultWorkload], [requestRateFairness, equalScores, mixedStress]];

/** All runs of a selftest. */
export function planSelftest(scope: SelftestScope): SelftestRun[] {
  const healthy = Array.from({ length: scope.repeats }, (_, index) => healthyRuns(index + 1, healthyScenarios(scope)));
  const variants = scope.variants.map(variantRuns(scope.quick));
  const faulty = scope.faults.map((fault) => faultRuns(fault, scope));
  return [...healthy, ...variants, ...faulty].flat().concat(relationRuns(scope));
}

/** The disciplines under which a fault is shown: of the order, under each; in the quick selftest under the next in turn. */
export function disciplinesOf(fault: FaultName, scope: SelftestScope): readonly QueueDiscipline[] {
  const faults = Object.keys(expectedFaults) as FaultName[];
  const ofOrder = faults.filter((name) => isOrderFault(name, scope.quick));
  const turn = ofOrder.indexOf(fault);
  if (!hasEveryFault(scope) || turn < 0) return [OUR_VARIANT.discipline];
  return scope.quick ? [QUEUE_DISCIPLINES[turn % QUEUE_DISCIPLINES.length] as QueueDiscipline] : QUEUE_DISCIPLINES;
}

/** A check proves nothing against a fault unless the healthy one passes it in the same scenario. */
function healthyScenarios(scope: SelftestScope): readonly Scenario[] {
  const used = new Set(scope.faults.flatMap((fault) => faultScenarios(fault, scope.quick).map(({ name }) => name)));
  return EVERY_SCENARIO.filter(
    (scenario) => hasEveryFault(scope) || scenario === basicPriority || used.has(scenario.name),
  );
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
    return [{ subject: HEALTHY, asks: "checks", repeat, folder, scenarios: part, ...kind }];
  });
}

function variantRuns(quick: boolean) {
  return (variant: Variant, index: number): SelftestRun[] => {
    const subject = variantSubject(variant);
    const base = { subject, asks: "checks", repeat: 1, phase: 0, alone: false } as const;
    const dealt = VARIANT_SCENARIOS[index % VARIANT_SCENARIOS.length] ?? [];
    const short = { ...base, folder: subject.name, scenarios: quick ? dealt : VARIANT_SCENARIOS.flat(), slow: false };
    const slow = { ...base, folder: `${subject.name}-${waitTimeBoost.name}`, scenarios: [waitTimeBoost], slow: true };
    return quick ? [short] : [short, slow];
  };
}

function faultRuns(fault: FaultName, scope: SelftestScope): SelftestRun[] {
  return disciplinesOf(fault, scope).flatMap((discipline) =>
    faultScenarios(fault, scope.quick).map((scenario): SelftestRun => {
      const subject = faultySubject(fault, discipline);
      const base = { subject, asks: "checks", repeat: 1, scenarios: [scenario], phase: 1 } as const;
      const slow = scenario === waitTimeBoost || expectedFaults[fault].slow === true;
      return { ...base, folder: `${subject.name}-${scenario.name}`, alone: scenario.name === overhead.name, slow };
    }),
  );
}

/** A relation must hold under every discipline, and each is broken by a fault. */
function relationRuns(scope: SelftestScope): SelftestRun[] {
  const breaking = scope.faults.filter((fault) => expectedFaults[fault].breaks !== undefined);
  if (breaking.length === 0) return [];
  const others = QUEUE_DISCIPLINES.filter((discipline) => discipline !== OUR_VARIANT.discipline);
  const healthy = hasEveryFault(scope)
    ? others.map((discipline) => variantSubject({ ...OUR_VARIANT, discipline }))
    : [];
  const subjects = [HEALTHY, ...healthy, ...breaking.map((fault) => faultySubject(fault))];
  return subjects.map((subject): SelftestRun => {
    const kind = { asks: "relations", repeat: 1, alone: false, slow: false } as const;
    const phase = subject.fault === null ? 0 : 1;
    return { ...kind, subject, phase, folder: `${subject.name}-relations`, scenarios: RELATION_SCENARIOS };
  });
}

function faultScenarios(fault: FaultName, quick: boolean): readonly Scenario[] {
  const { scenarios, inFull } = expectedFaults[fault];
  return [...scenarios, ...(quick ? [] : (inFull?.scenarios ?? []))];
}
