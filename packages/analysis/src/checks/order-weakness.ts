import type { Analysis } from "../analysis.ts";
import type { Attribution } from "../order/attribution.ts";
import type { ClaimAnalysis } from "../order/claim-analysis.ts";
import { standsApart } from "../order/control-arm.ts";
import type { ClaimCounts } from "../order/order-claim.ts";
import { explaining, fitOf, verdictOn } from "../order/rule-fit.ts";
import { LEAST_JOINED_SHARE, LEAST_OPPOSED_PAIRS, MOST_CHANCE, RIGHT_SHARE } from "../order/thresholds.ts";
import type { PoorWitness, WitnessName } from "../order/witness.ts";
import { CLAIMED_RULE } from "../policy/ordering-rule.ts";
import { type Reason, reason } from "../reasons/reason.ts";
import { loadFigures, percentAbove, percentOf } from "../reasons/words.ts";
import { binomialInterval } from "../statistics/binomial-interval.ts";
import { cutShort } from "./cut-short.ts";
import { type Confirmation, confirmingWitness, OWN_ARRIVALS } from "./success-check.ts";

/** Everything for which a run's evidence is too weak to tell any order, the most telling first. */
export function evidenceWeaknesses(
  analysis: Analysis,
  witness: WitnessName | null,
  confirmation: Confirmation = OWN_ARRIVALS,
): Reason[] {
  const { joins, requests, gateway, routers } = analysis;
  const found: Reason[] = [];
  if (gateway.gate === "none") found.push(reason("no-gate", {}));
  if (!analysis.complete) found.push(cutShort(analysis));
  if (routers.length > 1) {
    found.push(reason("several-routers", { routers: routers.length, names: routers.join(", ") }));
  }
  const treatment = analysis.episodes.filter(({ arm }) => arm === "treatment");
  if (treatment.length === 0) found.push(reason("no-queue-held", {}));
  // Control trials need not prove anything; but what the gate did is not to be taken for what the router does without a reason.
  const episodes = analysis.episodes.filter(
    ({ arm, unproven }) => arm === "treatment" || unproven?.cause === "gate-failed",
  );
  const unproven = episodes.flatMap((episode) => (episode.unproven === null ? [] : [episode.unproven]));
  const [why] = unproven;
  if (why !== undefined) {
    found.push(reason("queue-unproven", { unproven: unproven.length, trials: episodes.length, ...why }));
  }
  const notCompleted = requests.sent - (requests.outcomes.completed ?? 0);
  if (notCompleted > 0) {
    found.push(reason("order-has-holes", { notCompleted, sent: requests.sent, example: requests.examples[0] ?? null }));
  }
  if (witness === null || witness === "completions") found.push(reason("order-unseen", {}));
  const confirming = confirmingWitness(analysis, confirmation);
  if (witness === "router-log" && confirming === undefined) found.push(reason("log-only-witness", {}));
  if (confirmation.confirmedBy === "own-arrivals" && confirming?.poor != null) {
    found.push(disturbance(confirming.poor, analysis));
  }
  const rate = witness === "router-log" ? joins.eventRate : joins.arrivalRate;
  if (rate !== null && rate < LEAST_JOINED_SHARE) found.push(fewJoined(rate, witness));
  return found;
}

/** That too few requests were found by a witness. */
export function fewJoined(share: number, witness: WitnessName | null): Reason {
  const at = witness === "router-log" ? "router-log" : "arrivals";
  return reason("few-joined", { percent: percentOf(share), witness: at });
}

function disturbance(poor: PoorWitness, { machineLoad }: Analysis): Reason {
  const load = loadFigures(machineLoad);
  if (poor.cause === "blurred") {
    const { bandMs, decidedShare } = poor;
    return reason("witness-blurred", { decidedPercent: percentOf(decidedShare), bandMs, ...load });
  }
  const { swapped, pairs, largestGapMs, comparedWith, answeredMeanwhileShare } = poor;
  const answeredMeanwhilePercent = percentOf(answeredMeanwhileShare);
  return reason("witnesses-disagree", {
    ...{ swapped, pairs, largestGapMs, comparedWith, answeredMeanwhilePercent },
    ...load,
  });
}

/** Whether the treatment goes clearly against the claim, by the claimed rule under every discipline. */
export function isViolated({ treatment, disciplines }: ClaimAnalysis): boolean {
  return treatment !== null && disciplines.every(({ interval }) => interval.high < RIGHT_SHARE);
}

/** Everything for which evidence about a claimed order is too weak, the most telling first. */
export function weaknessesOf(
  claim: ClaimAnalysis,
  analysis: Analysis,
  confirmation: Confirmation = OWN_ARRIVALS,
): Reason[] {
  const ofEvidence = evidenceWeaknesses(analysis, claim.witness, confirmation);
  if (claim.treatment === null) return ofEvidence;
  const ofClaim = claimWeaknesses(claim, claim.treatment);
  // What no time could mend says nothing of times.
  const isOfTimes = ofEvidence.length === 0 && ofClaim.length > 0;
  return [...ofEvidence, ...ofClaim, ...(isOfTimes ? lateness(analysis) : [])];
}

function claimWeaknesses(claim: ClaimAnalysis, treatment: ClaimCounts): Reason[] {
  const { control, controlArm, minimumContested } = claim;
  const { contested, opposedToFcfs, withoutTerm } = treatment;
  const found: Reason[] = [];
  if (contested < minimumContested) found.push(reason("few-contested", { contested, needed: minimumContested }));
  if (controlArm && control?.episodes === 0) found.push(reason("control-not-held", {}));
  if (control !== null && control.episodes > 0 && !standsApart(treatment, control)) {
    const percent = ({ plainShare }: ClaimCounts) => (plainShare === null ? null : percentOf(plainShare));
    const percents = { treatmentPercent: percent(treatment), controlPercent: percent(control) };
    found.push(reason("control-shows-same", percents));
  }
  // What is refuted needs no other rule to be opposed.
  if (isViolated(claim)) return found;
  const needed = LEAST_OPPOSED_PAIRS;
  if (opposedToFcfs < needed) found.push(reason("fcfs-not-opposed", { opposed: opposedToFcfs, needed }));
  const { term, opposed } = withoutTerm;
  if (opposed < needed) found.push(reason("ablation-not-opposed", { term, opposed, needed }));
  return found;
}

/** Where the times of the plan were not kept, beside what may have come of it: it decides nothing alone. */
export function lateness({ lateSteps, machineLoad }: Pick<Analysis, "lateSteps" | "machineLoad">): Reason[] {
  return lateSteps === null ? [] : [reason("steps-late", { ...lateSteps, ...loadFigures(machineLoad) })];
}

/** What speaks against an order whose pairs follow the claim. */
export function doubtOf(
  { pValue, rightDispatches, wrongDispatches, withoutTerm }: ClaimCounts,
  order: Attribution | undefined,
): Reason | null {
  if (order === undefined || verdictOn(order, CLAIMED_RULE) !== "explains") {
    return reason("order-unexplained", {});
  }
  const { term, opposed, follows } = withoutTerm;
  const { low } = binomialInterval(follows, opposed);
  if (low <= RIGHT_SHARE) {
    const shares = { lowPercent: percentOf(low), neededPercent: percentOf(RIGHT_SHARE) };
    return reason("ablation-not-refuted", { term, opposed, follows, ...shares });
  }
  if ((pValue ?? 1) > MOST_CHANCE) {
    return reason("random-order-fits", {
      chancePercent: percentAbove(pValue ?? 1),
      mostChancePercent: percentOf(MOST_CHANCE),
    });
  }
  const dispatches = rightDispatches + wrongDispatches;
  return binomialInterval(rightDispatches, dispatches).high < RIGHT_SHARE
    ? reason("wrong-dispatches", { wrong: wrongDispatches, dispatches })
    : null;
}

/** That the claimed rule is refuted by an order, in either arm, and what explains it; nothing where it is not. */
export function refutationOf(order: Attribution): Reason[] {
  const codes = { fits: "rule-refuted", control: "rule-refuted-in-control" } as const;
  for (const arm of ["fits", "control"] as const) {
    const { verdict, agreeing, decisivePairs: pairs } = fitOf(order[arm], CLAIMED_RULE);
    if (verdict === "refuted") return [reason(codes[arm], { agreeing, pairs }), ...explanationOf(order)];
  }
  return [];
}

/** Which rules explain an order that was seen, for a check that does not pass; nothing where too little was seen. */
export function explanationOf(order: Attribution | undefined): Reason[] {
  if (order === undefined) return [];
  const explained = explaining(order);
  const [best] = explained;
  if (best !== undefined) {
    const rules = explained.map(({ rule }) => rule).join(",");
    const { agreeing, decisivePairs: pairs, discipline } = best;
    return [reason("explained-by", { rules, discipline, agreeing, pairs })];
  }
  const isAllRefuted = order.fits.every(({ rule }) => verdictOn(order, rule) === "refuted");
  return isAllRefuted ? [reason("nothing-explains", {})] : [];
}
