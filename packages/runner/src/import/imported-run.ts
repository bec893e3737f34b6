import {
  type Criticality,
  type Expectation,
  PLAN_SCHEMA_VERSION,
  type Plan,
  type PlannedRequest,
  type Precedence,
  type RequestRecord,
  type Scenario,
  type StepRecord,
  scenarioSchema,
  type WorkloadDefinition,
  writeWorkloadContext,
} from "@wa-routing/protocol";
import type { ImportedCompletion } from "./completions-csv.ts";

/** An imported table in the shapes of a run. */
export interface ImportedRun {
  readonly plan: Plan;
  readonly requests: readonly RequestRecord[];
  readonly steps: readonly StepRecord[];
}

interface Workload {
  readonly name: string;
  readonly criticality: Criticality;
  /** Over the time from its first request to the last one of all. */
  readonly ratePerSecond: number;
  readonly headerless: boolean;
}

const DRAIN_DEADLINE_MS = 60_000;

/**
 * Makes a run of one trial out of completions, with the claims that a workload-aware router would have to meet: by criticality,
 * and by rate where criticalities are equal. Nothing held the queue, and only completions were seen.
 */
export function importedRun(completions: readonly ImportedCompletion[]): ImportedRun {
  const sorted = [...completions].sort((a, b) => a.sentMs - b.sentMs);
  const startMs = (sorted[0] as ImportedCompletion).sentMs;
  const workloads = workloadsOf(sorted);
  const nameOf = (completion: ImportedCompletion) => (workloads.get(keyOf(completion)) as Workload).name;
  const requests = sorted.map((completion) => plannedRequest(completion, nameOf(completion), startMs));
  const scenario = scenarioOf([...workloads.values()]);
  const steps = [
    { step: "send", requests },
    { step: "drain", deadlineMs: DRAIN_DEADLINE_MS },
  ] as const;
  const endMs = sorted.reduce((latest, { completedMs }) => Math.max(latest, completedMs), startMs) - startMs;
  const step = { trial: 0, arm: "treatment", ok: true, problem: null, queuedExpected: null, queuedSeen: null } as const;
  return {
    plan: {
      schemaVersion: PLAN_SCHEMA_VERSION,
      scenario,
      seed: 1,
      runToken: "imported",
      prepare: [],
      trials: [{ trial: 0, arm: "treatment", steps: [...steps] }],
    },
    requests: sorted.map((completion, sequence) => ({
      ...recordOf(completion, requests[sequence] as PlannedRequest, startMs),
      sequence,
    })),
    steps: [
      { ...step, stepIndex: 0, step: "send", startMs: 0, endMs: requests.at(-1)?.arrivalMs ?? 0 },
      { ...step, stepIndex: 1, step: "drain", startMs: requests.at(-1)?.arrivalMs ?? 0, endMs },
    ],
  };
}

function keyOf({ workloadId, criticality }: ImportedCompletion): string {
  return JSON.stringify([workloadId, criticality]);
}

function workloadsOf(sorted: readonly ImportedCompletion[]): Map<string, Workload> {
  const lastMs = (sorted.at(-1) as ImportedCompletion).sentMs;
  const groups = new Map<string, ImportedCompletion[]>();
  for (const completion of sorted) {
    const group = groups.get(keyOf(completion)) ?? [];
    groups.set(keyOf(completion), group);
    group.push(completion);
  }
  return new Map(
    [...groups].map(([key, group], index): [string, Workload] => {
      const [{ workloadId, criticality, sentMs }] = group as [ImportedCompletion, ...ImportedCompletion[]];
      const plain = workloadId === null ? "headerless" : workloadId;
      const name = /^[A-Za-z][A-Za-z0-9-]{0,60}$/.test(plain) ? `${plain}-${criticality}` : `workload-${index}`;
      const ratePerSecond = (group.length * 1000) / Math.max(1, lastMs - sentMs);
      return [key, { name, criticality: criticality as Criticality, ratePerSecond, headerless: workloadId === null }];
    }),
  );
}

function scenarioOf(workloads: readonly Workload[]): Scenario {
  const definitions = workloads.map(({ name, criticality, headerless }): [string, WorkloadDefinition] => [
    name,
    headerless ? { header: "none" } : { header: "context", criticality },
  ]);
  return scenarioSchema.parse({
    name: "imported",
    title: "An imported table of completions",
    claim: "Of requests that wait together, those with the higher score are dispatched first.",
    visibleBecause: "Only completions were recorded: whether a queue existed is not known.",
    refutedBy: "An order that another policy explains.",
    workloads: Object.fromEntries(definitions),
    sampling: { sampling: "fixed", trialsPerArm: 1 },
    steps: [
      {
        step: "send",
        streams: workloads.map(({ name }) => ({ workload: name, arrivals: { process: "burst", count: 1 } })),
      },
      { step: "drain" },
    ],
    expectations: expectationsOf(workloads),
  });
}

function expectationsOf(workloads: readonly Workload[]): Expectation[] {
  const precedencesBy = (of: (workload: Workload) => number, alike: (a: Workload, b: Workload) => boolean) =>
    workloads.flatMap((first) =>
      workloads
        .filter((second) => alike(first, second) && of(first) > of(second))
        .map((second): Precedence => ({ first: first.name, second: second.name })),
    );
  const byCriticality = precedencesBy(
    ({ criticality }) => criticality,
    () => true,
  );
  const byRate = precedencesBy(
    ({ ratePerSecond }) => -ratePerSecond,
    (a, b) => a.criticality === b.criticality,
  );
  const claim = (check: "functional.criticality-order" | "functional.rate-penalty", precedences: Precedence[]) =>
    precedences.length === 0 ? [] : [{ check, precedences, minimumContested: 20 }];
  return [...claim("functional.criticality-order", byCriticality), ...claim("functional.rate-penalty", byRate)];
}

function plannedRequest(
  { id, workloadId, criticality, sentMs }: ImportedCompletion,
  workload: string,
  startMs: number,
): PlannedRequest {
  const contextHeaders =
    workloadId === null ? [] : [writeWorkloadContext({ workloadId, criticality: criticality as Criticality })];
  return { id, workload, workloadId, criticality, contextHeaders, arrivalMs: sentMs - startMs };
}

function recordOf(
  { completedMs, status }: ImportedCompletion,
  { arrivalMs, ...request }: PlannedRequest,
  startMs: number,
): Omit<RequestRecord, "sequence"> {
  const completed = status !== null && status >= 200 && status < 300;
  const endMs = completedMs - startMs;
  return {
    ...request,
    trial: 0,
    arm: "treatment",
    stepIndex: 0,
    primed: false,
    arrivalMs,
    sendMs: arrivalMs,
    latenessMs: 0,
    headersMs: status === null ? null : endMs,
    firstTokenMs: null,
    endMs,
    tokenMs: null,
    outcome: completed ? "completed" : status === null ? "transport" : "failed",
    status,
    errorCode: completed ? null : status === null ? "NO_ANSWER" : `HTTP_${status}`,
    errorText: null,
    requestId: null,
    completionTokens: null,
  };
}
