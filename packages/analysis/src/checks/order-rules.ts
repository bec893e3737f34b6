import { CONFIDENCE, LEAST_JOINED_SHARE, LEAST_OPPOSED_PAIRS, MOST_CHANCE, RIGHT_SHARE } from "../order/thresholds.ts";
import { percentOf } from "../reasons/words.ts";
import type { Said, SuccessCheck } from "./success-check.ts";

const INTERVAL = `the ${percentOf(CONFIDENCE)} % interval of the share of pairs that follow the claim`;

/** What the treatment has to show, whether there is a control arm or not. */
export const TREATMENT_RULES: readonly string[] = [
  `${INTERVAL} is above ${RIGHT_SHARE}`,
  "also among pairs that first come, first served would reverse",
  "also among pairs that a rule without the claimed term would reverse",
  `a random order would do as well with p ≤ ${MOST_CHANCE}`,
  "the replayed rule explains the whole order, also in the control arm, and no other rule does so better",
  `about ${percentOf(RIGHT_SHARE)} % of the dispatches are right: none of the others that waited should have gone first`,
];

/** The rules that all claims about an order share, in words. */
export const ORDER_RULES = {
  witnesses:
    "arrivals at the model servers; the router's dispatch lines where it counts them inside its queue, which must agree",
  minimumEvidence: [
    "a proven queue in every treatment trial: the gate closed, the router's gauge full, no early arrival",
    "the scenario's minimum of contested dispatches",
    `every request completed, and ${percentOf(LEAST_JOINED_SHARE)} % of them found by the witness`,
    `${LEAST_OPPOSED_PAIRS} pairs that first come, first served would reverse`,
    `${LEAST_OPPOSED_PAIRS} pairs that a rule without the claimed term of the score would reverse`,
  ],
  passes: [...TREATMENT_RULES, "the control arm shows no such effect"],
  fails: [`${INTERVAL} is below ${RIGHT_SHARE}, with the minimum evidence`],
  inconclusive: [
    "the minimum evidence is missing",
    "the witnesses disagree",
    "the control arm shows the effect too",
    "another rule explains the order as well or better",
    `the interval includes ${RIGHT_SHARE}`,
  ],
  needs: ["arrivals"],
  notMeasured: "no scenario of the run claims it",
} as const satisfies Partial<SuccessCheck>;

/** How often what is claimed was seen: `wherever there was a choice (48 times)`, or of how many pairs where some went otherwise. */
export function howOften({
  inversions = 0,
  pairsThatFollow = 0,
  contestedDispatches = 0,
}: Readonly<Record<string, number>>): string {
  return inversions === 0
    ? `wherever there was a choice (${contestedDispatches} times)`
    : `in ${pairsThatFollow} of ${pairsThatFollow + inversions} pairs`;
}

/** Why an order that passed is no accident: what first come, first served would have done. */
export function againstFcfs(totals: Readonly<Record<string, number>>): Said["because"] {
  return opposite("First-come-first-served", totals.pairsOpposedToFcfs, totals);
}

/** The same of a rule that lacks the claimed term. */
export function againstRuleWithout(term: string, totals: Readonly<Record<string, number>>): Said["because"] {
  return opposite(`A rule without the ${term} term`, totals.pairsOpposedWithoutTerm, totals);
}

function opposite(
  rule: string,
  opposed = 0,
  { pairsThatFollow = 0, inversions = 0 }: Readonly<Record<string, number>>,
): string {
  return `${rule} would have done the opposite in ${opposed} of ${pairsThatFollow + inversions} pairs.`;
}
