import type { Relation } from "@wa-routing/analysis";
import type { Scenario, SuccessMetricId } from "@wa-routing/protocol";
import type { FaultName } from "@wa-routing/simulator";
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

/** What a check must say of a fault that is its own. */
export type DeclaredVerdict = "fail" | "inconclusive" | "fail or inconclusive";

/** Which checks are a fault's own, and what each must say. */
export type DeclaredChecks = Readonly<Partial<Record<SuccessMetricId, DeclaredVerdict>>>;

/** How a fault is shown to be caught. */
export interface ExpectedFault {
  readonly scenarios: readonly Scenario[];
  readonly ownChecks: DeclaredChecks;
  /** The relation between runs that it breaks, with no model of the policy. */
  readonly breaks?: Relation;
  /** Why these checks must see it. */
  readonly why: string;
  /** Steps of it wait until their deadlines. */
  readonly slow?: true;
  /** What takes longer and is shown in the full selftest only. */
  readonly inFull?: Pick<ExpectedFault, "scenarios" | "ownChecks">;
}

const missingLine: ExpectedFault = {
  scenarios: [basicPriority],
  ownChecks: { "observability.log-points": "fail" },
  why: "a point without a single line, in a log that has the others",
};

const boostIsLost = {
  scenarios: [waitTimeBoost],
  ownChecks: { "functional.wait-boost": "fail" },
} as const;

/** Every fault that can be planted, and what catches it. */
export const expectedFaults: Readonly<Record<FaultName, ExpectedFault>> = {
  "fcfs-ordering": {
    scenarios: [basicPriority],
    ownChecks: { "functional.criticality-order": "fail", "observability.dispatch-order": "fail" },
    breaks: "headers-exchanged",
    why: "all pairs were sent the wrong way round, and leave as they were sent, whoever carries which header",
  },
  "criticality-inverted": {
    scenarios: [basicPriority],
    ownChecks: { "functional.criticality-order": "fail", "observability.scores-match": "fail" },
    why: "the lowest leaves first, and its logged score is not what its logged criticality gives",
  },
  "criticality-ignored": {
    scenarios: [basicPriority],
    ownChecks: { "functional.criticality-order": "fail", "observability.scores-match": "fail" },
    why: "nothing but rate and wait is left to order by, and scores lack the criticality that is logged beside them",
  },
  "clamping-dropped": {
    scenarios: [defaultWorkload],
    ownChecks: { "functional.default-workload": "fail" },
    why: "the log shows a criticality of 6 where the rules give 5",
  },
  "missing-criticality-as-3": {
    scenarios: [defaultWorkload],
    ownChecks: { "functional.default-workload": "fail" },
    why: "the log shows a criticality of 3 where the rules give 1",
  },
  "float-criticality-accepted": {
    scenarios: [defaultWorkload],
    ownChecks: { "functional.default-workload": "fail" },
    why: "the log shows the id of a header that the rules drop",
  },
  "wait-term-missing": {
    scenarios: [basicPriority],
    ownChecks: { "observability.scores-match": "fail" },
    why: "any wait in the queue gives an average above 0, and the score lacks its term; without the term nothing is boosted",
    inFull: boostIsLost,
  },
  "per-request-wait": {
    scenarios: [basicPriority],
    ownChecks: { "observability.registry-accurate": "fail" },
    why: "the wait in a score line is not the average that the recorded waits add up to; an average of 16 s boosts nobody",
    inFull: boostIsLost,
  },
  "ema-alpha-wrong": {
    scenarios: [basicPriority],
    ownChecks: { "observability.registry-accurate": "fail" },
    why: "from its second wait on, an average is not what a factor of 0.2 gives",
  },
  "ema-at-completion": {
    scenarios: [basicPriority],
    ownChecks: { "observability.registry-accurate": "fail" },
    why: "the average beside a recorded wait does not hold that wait yet",
  },
  "rate-term-missing": {
    scenarios: [requestRateFairness],
    ownChecks: { "functional.rate-penalty": "fail", "observability.scores-match": "fail" },
    why: "the flood keeps its place at the front, and scores lack the term of the rate beside them",
  },
  "rate-uncapped": {
    scenarios: [basicPriority],
    ownChecks: { "observability.scores-match": "fail" },
    why: "a fresh id's first request has a rate of thousands per second, above the cap of 100",
  },
  "rate-per-request": {
    scenarios: [basicPriority],
    ownChecks: { "observability.registry-accurate": "fail" },
    why: "the rate of a workload with many requests is the rate of one that has just come",
  },
  "sliding-window": {
    scenarios: [basicPriority],
    ownChecks: { "observability.registry-accurate": "fail" },
    why: "the first requests of an id have a rate of their count over 60 s instead of over the age of the window",
  },
  "weights-swapped": {
    scenarios: [basicPriority],
    ownChecks: { "observability.scores-match": "fail" },
    why: "no score is what the formula gives",
  },
  "id-enters-score": {
    scenarios: [basicPriority],
    ownChecks: { "observability.scores-match": "fail" },
    breaks: "other-ids",
    why: "no score is what the formula gives, and fresh ids give another order",
  },
  "lifo-when-many": {
    scenarios: [mixedStress],
    ownChecks: { "functional.criticality-order": "fail", "observability.dispatch-order": "fail" },
    breaks: "lower-rank-added",
    why: "of 60 that wait together, the half that leaves first leaves as it came last; of 24 nothing is to be seen",
  },
  "tie-break-reversed": {
    scenarios: [equalScores],
    ownChecks: { "observability.dispatch-order": "fail" },
    why: "two workloads whose scores are exactly equal leave in the order opposite to that of their arrival",
  },
  "headerless-refused": {
    scenarios: [defaultWorkload],
    ownChecks: { "functional.default-workload": "fail", "performance.all-complete": "fail" },
    why: "requests without a readable header are answered 400",
    slow: true,
  },
  "headerless-shared-id": {
    scenarios: [defaultWorkload],
    ownChecks: { "functional.default-workload": "fail" },
    why: "the log shows one id for many requests that should have one each",
  },
  "workload-starved": {
    scenarios: [impatientClients],
    ownChecks: { "performance.no-timeouts": "fail", "performance.all-complete": "fail" },
    why: "requests of criticality 1 stay in the queue until their clients give up",
  },
  "no-context-extracted-line": missingLine,
  "no-active-incremented-line": missingLine,
  "no-admitted-line": missingLine,
  "no-score-computed-line": missingLine,
  "no-dispatched-line": missingLine,
  "no-active-decremented-line": missingLine,
  "score-logged-wrong": {
    scenarios: [basicPriority],
    ownChecks: { "observability.scores-match": "fail" },
    why: "every logged score is 0.01 above what its own inputs give",
  },
  "decrement-lost": {
    scenarios: [basicPriority],
    ownChecks: { "observability.registry-accurate": "fail" },
    why: "the logged count of active requests stays above what the events add up to",
  },
  "phantom-dispatch": {
    scenarios: [basicPriority],
    ownChecks: { "observability.dispatch-order": "fail" },
    why: "a request is logged as dispatched twice: once while it stays in the queue",
  },
  "backend-order-wrong": {
    scenarios: [basicPriority],
    ownChecks: { "observability.dispatch-order": "inconclusive", "functional.criticality-order": "inconclusive" },
    why: "the log and the model servers contradict each other, and which of them is wrong cannot be told",
  },
  "requests-lost": {
    scenarios: [basicPriority],
    ownChecks: { "performance.all-complete": "fail" },
    why: "clients see connections that close without an answer",
  },
  "requests-duplicated": {
    scenarios: [basicPriority],
    ownChecks: { "performance.all-complete": "fail" },
    why: "a model server sees the same request twice",
  },
  "requests-failed": {
    scenarios: [basicPriority],
    ownChecks: { "functional.no-errors": "fail", "performance.all-complete": "fail" },
    why: "clients see 500",
  },
  "requests-stuck": {
    scenarios: [impatientClients],
    ownChecks: { "performance.no-timeouts": "fail", "performance.all-complete": "fail" },
    why: "clients give up requests that were dispatched and are never answered",
  },
  "slow-tail": {
    scenarios: [overhead],
    ownChecks: { "performance.overhead": "fail or inconclusive" },
    why: "8 ms at the 99th percentile; on a busy machine the interval may hold the budget of 5 ms, but never lies below it",
  },
  "router-restart": {
    scenarios: [basicPriority],
    ownChecks: { "functional.no-errors": "fail" },
    why: "the log shows a start after the first request",
    slow: true,
  },
};

const ORDER_CHECKS: readonly string[] = [
  "functional.criticality-order",
  "functional.wait-boost",
  "functional.rate-penalty",
  "observability.dispatch-order",
] satisfies SuccessMetricId[];

/** The checks that are a fault's own. */
export function ownChecksOf({ ownChecks, inFull }: ExpectedFault, quick: boolean): DeclaredChecks {
  return quick ? ownChecks : { ...ownChecks, ...inFull?.ownChecks };
}

/** Whether a fault is caught by the order in which requests leave, so that it must be caught under every queue discipline. */
export function isOrderFault(fault: FaultName, quick: boolean): boolean {
  return Object.keys(ownChecksOf(expectedFaults[fault], quick)).some((id) => ORDER_CHECKS.includes(id));
}
