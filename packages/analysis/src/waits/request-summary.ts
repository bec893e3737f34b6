import { isSendersDoing, type Outcome, type Plan, type RequestRecord, requestsOf } from "@wa-routing/protocol";
import { quantileOfSorted } from "../statistics/quantile.ts";

/** How requests ended, and how they were sent. */
export interface RequestSummary {
  readonly planned: number;
  readonly sent: number;
  readonly outcomes: Readonly<Partial<Record<Outcome, number>>>;
  /** Of them those that may have ended so because the run's own gate failed in their trial. */
  readonly endedByGate: Readonly<Partial<Record<Outcome, number>>>;
  /** Answered with a status of 5xx, but not through the gate: by the router, or by what is behind it. */
  readonly serverErrors: number;
  /** The first that did not complete, as sentences; those that say nothing of the router come last. */
  readonly examples: readonly string[];
  readonly latenessP50Ms: number;
  readonly latenessP99Ms: number;
  readonly latenessMaxMs: number;
  readonly eventLoopDelayP99Ms: number | null;
}

const MAX_EXAMPLES = 5;

/** How requests ended, and how late they were sent. */
export function summariseRequests(
  plan: Plan,
  requests: readonly RequestRecord[],
  eventLoopDelayP99Ms: number | null,
  isByGate: (record: RequestRecord) => boolean,
): RequestSummary {
  const outcomes: Partial<Record<Outcome, number>> = {};
  const endedByGate: Partial<Record<Outcome, number>> = {};
  const lateness = new Float64Array(requests.length);
  for (const [index, request] of requests.entries()) {
    const { outcome, latenessMs } = request;
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    if (isByGate(request)) endedByGate[outcome] = (endedByGate[outcome] ?? 0) + 1;
    lateness[index] = latenessMs;
  }
  lateness.sort();
  return {
    planned: plannedRequests(plan, requests),
    sent: requests.length,
    outcomes,
    endedByGate,
    serverErrors: requests.filter((request) => isServerError(request.status) && !isByGate(request)).length,
    examples: failureExamples(requests, isByGate),
    latenessP50Ms: lateness.length === 0 ? 0 : quantileOfSorted(lateness, 0.5),
    latenessP99Ms: lateness.length === 0 ? 0 : quantileOfSorted(lateness, 0.99),
    latenessMaxMs: lateness.at(-1) ?? 0,
    eventLoopDelayP99Ms,
  };
}

/** Whether a status says that a server failed. */
export function isServerError(status: number | null): boolean {
  return status !== null && status >= 500;
}

/** The first requests that did not complete, as sentences; those that say nothing of the router come last. */
export function failureExamples(
  requests: readonly RequestRecord[],
  isByGate: (record: RequestRecord) => boolean = () => false,
): string[] {
  const failed = requests.filter(({ outcome }) => outcome !== "completed");
  const isOurs = (request: RequestRecord) => isSendersDoing(request.outcome) || isByGate(request);
  return [...failed.filter((request) => !isOurs(request)), ...failed.filter(isOurs)]
    .slice(0, MAX_EXAMPLES)
    .map(
      ({ id, outcome, errorCode, errorText }) => `${id} ${outcome} (${errorCode}): ${errorText?.slice(0, 120) ?? ""}`,
    );
}

/** Sampling that ends when it is decided may leave trials out: those that were begun count. */
function plannedRequests({ prepare, trials, scenario }: Plan, requests: readonly RequestRecord[]): number {
  const begun = new Set(requests.map(({ trial }) => trial));
  const counted = scenario.sampling.sampling === "fixed" ? trials : trials.filter(({ trial }) => begun.has(trial));
  return [prepare, ...counted.map(({ steps }) => steps)]
    .flat()
    .flatMap(requestsOf)
    .filter(({ route }) => route === undefined).length;
}
