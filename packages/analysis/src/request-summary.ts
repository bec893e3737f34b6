import type { Outcome, Plan, RequestRecord } from "@wa-routing/protocol";
import type { RequestSummary, WorkloadLatency } from "./analysis.ts";
import type { JoinedEvidence } from "./join-evidence.ts";
import type { RequestTrace } from "./request-trace.ts";
import { jainIndex } from "./statistics/jain-index.ts";
import { quantileOfSorted } from "./statistics/quantile.ts";

const MAX_EXAMPLES = 5;

/** How requests ended, and how late they were sent. */
export function summariseRequests(
  plan: Plan,
  requests: readonly RequestRecord[],
  eventLoopDelayP99Ms: number | null,
): RequestSummary {
  const outcomes: Partial<Record<Outcome, number>> = {};
  for (const { outcome } of requests) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  const lateness = Float64Array.from(requests, ({ latenessMs }) => latenessMs).sort();
  return {
    planned: plannedRequests(plan, requests),
    sent: requests.length,
    outcomes,
    examples: requests
      .filter(({ outcome }) => outcome !== "completed")
      .slice(0, MAX_EXAMPLES)
      .map(
        ({ id, outcome, errorCode, errorText }) => `${id} ${outcome} (${errorCode}): ${errorText?.slice(0, 120) ?? ""}`,
      ),
    latenessP50Ms: lateness.length === 0 ? 0 : quantileOfSorted(lateness, 0.5),
    latenessP99Ms: lateness.length === 0 ? 0 : quantileOfSorted(lateness, 0.99),
    latenessMaxMs: lateness.at(-1) ?? 0,
    eventLoopDelayP99Ms,
  };
}

/** Sampling that ends when it is decided may leave trials out: those that were begun count. */
function plannedRequests({ prepare, trials, scenario }: Plan, requests: readonly RequestRecord[]): number {
  const begun = new Set(requests.map(({ trial }) => trial));
  const counted = scenario.sampling.sampling === "fixed" ? trials : trials.filter(({ trial }) => begun.has(trial));
  return [prepare, ...counted.map(({ steps }) => steps)]
    .flat()
    .reduce((sum, step) => sum + ("requests" in step ? step.requests.length : 0), 0);
}

/** Latency and wait by workload and arm. */
export function workloadLatencies({ traces, modelServerClocks }: JoinedEvidence): WorkloadLatency[] {
  const groups = new Map<string, RequestTrace[]>();
  for (const trace of traces) {
    const { arm, primed, outcome, workload } = trace.record;
    if (arm === null || primed || outcome !== "completed") continue;
    const key = `${arm}/${workload}`;
    groups.set(key, [...(groups.get(key) ?? []), trace]);
  }
  return [...groups.values()].map((group) => {
    const { workload, arm } = (group[0] as RequestTrace).record;
    const latencies = Float64Array.from(group, ({ record }) => record.endMs - record.sendMs).sort();
    const waits = Float64Array.from(
      group.flatMap(({ record, arrival }) => {
        const clock = arrival === null ? undefined : modelServerClocks[arrival.modelServer];
        return arrival === null || clock === undefined ? [] : [arrival.arrivedMs + clock.offsetMs - record.sendMs];
      }),
    ).sort();
    return {
      workload,
      arm: arm as "treatment" | "control",
      requests: group.length,
      p50Ms: quantileOfSorted(latencies, 0.5),
      p99Ms: quantileOfSorted(latencies, 0.99),
      waitP50Ms: waits.length === 0 ? null : quantileOfSorted(waits, 0.5),
      longestWaitMs: waits.at(-1) ?? null,
    };
  });
}

/** How evenly the workloads of the treatment waited. */
export function jainIndexOfWaits(latencies: readonly WorkloadLatency[]): number | null {
  const waits = latencies.flatMap(({ arm, waitP50Ms }) =>
    arm === "treatment" && waitP50Ms !== null ? [waitP50Ms] : [],
  );
  return waits.length === 0 ? null : jainIndex(waits);
}
