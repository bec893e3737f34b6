import {
  priorityScore,
  type RouterParameters,
  SCORE_TERMS,
  type ScoreInputs,
  type ScoreParameters,
  type ScoreTerm,
} from "@wa-routing/protocol";
import type { ReplayedRequest } from "./replayed-request.ts";

/** Which of two waiting requests goes first. */
export type OrderingRule =
  | {
      /** By what the requests themselves say: it never changes which of two goes first. */
      readonly kind: "fixed";
      /** Below 0: `a` goes first; above: `b`; 0: the one that entered the queue earlier. */
      readonly compare: (a: ReplayedRequest, b: ReplayedRequest) => number;
    }
  | {
      /** By a score that changes with the time and with what is sent and dispatched: the higher one goes first, of equals the earlier. */
      readonly kind: "scored";
      /** The score of a workload's requests of one criticality at one instant, from what the registry keeps. It never rises with the rate. */
      readonly scorer: (parameters: RouterParameters) => (inputs: ScoreInputs) => number;
    };

/** The names of the rules, in the order in which they are told of. */
export const RULE_NAMES = ["fcfs", "lifo", "strict-criticality", "workload-aware", "slo-deadline", "edf"] as const;

export type RuleName = (typeof RULE_NAMES)[number];

/** The workload-aware rule without one term of its score: what a router keeps that lacks it. */
export type Ablation = `workload-aware-without-${ScoreTerm}`;

export function withoutTerm(term: ScoreTerm): Ablation {
  return `workload-aware-without-${term}`;
}

/**
 * The rules that a router may keep, beside the ablations of the claimed one. A new one is a line here, its name above, and its words in
 * `reasons/rule-names.ts`.
 *
 * @see pkg/epp/framework/plugins/flowcontrol/ordering in llm-d-router: fcfs, slo-deadline, edf
 */
const RULES: Readonly<Record<RuleName, OrderingRule>> = {
  fcfs: { kind: "fixed", compare: () => 0 },
  lifo: { kind: "fixed", compare: (a, b) => b.enqueuedMs - a.enqueuedMs },
  "strict-criticality": { kind: "fixed", compare: (a, b) => b.criticality - a.criticality },
  "workload-aware": { kind: "scored", scorer: workloadAware },
  "slo-deadline": {
    kind: "fixed",
    compare: (a, b) => ascending(sloDeadlineMs(a), sloDeadlineMs(b)) || ascending(receivedMs(a), receivedMs(b)),
  },
  edf: { kind: "fixed", compare: (a, b) => ascending(lastsUntilMs(a), lastsUntilMs(b)) },
};

/** The rule that the scenarios make claims about, and that the ablations are made of. */
export const CLAIMED_RULE = "workload-aware" satisfies RuleName;

const ABLATIONS = Object.fromEntries(
  SCORE_TERMS.map((term): [Ablation, OrderingRule] => [
    withoutTerm(term),
    { kind: "scored", scorer: (parameters) => workloadAware({ ...parameters, [`${term}Weight`]: 0 }) },
  ]),
) as unknown as Readonly<Record<Ablation, OrderingRule>>;

/** Every rule that can be replayed, by its name. */
export const ORDERING_RULES: Readonly<Record<RuleName | Ablation, OrderingRule>> = { ...RULES, ...ABLATIONS };

function workloadAware(parameters: ScoreParameters): (inputs: ScoreInputs) => number {
  return (inputs) => priorityScore(inputs, parameters).score;
}

function receivedMs(request: ReplayedRequest): number {
  return request.receivedMs ?? request.enqueuedMs;
}

/** A request without a deadline has one in the far future. */
function sloDeadlineMs(request: ReplayedRequest): number {
  return receivedMs(request) + (request.sloTtftMs ?? Number.POSITIVE_INFINITY);
}

function lastsUntilMs(request: ReplayedRequest): number {
  return request.enqueuedMs + (request.ttlMs ?? Number.POSITIVE_INFINITY);
}

/** Not a difference: two requests that both have no deadline are equal. */
function ascending(a: number, b: number): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
