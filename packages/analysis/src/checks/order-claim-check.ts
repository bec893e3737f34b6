import type { Figure } from "@wa-routing/protocol";
import type { Analysis } from "../analysis.ts";
import type { ClaimAnalysis } from "../order/claim-analysis.ts";
import type { ClaimCounts } from "../order/order-claim.ts";
import { CONFIDENCE, RIGHT_SHARE } from "../order/thresholds.ts";
import { reason } from "../reasons/reason.ts";
import { percentOf } from "../reasons/words.ts";
import { binomialInterval, trialsNeeded } from "../statistics/binomial-interval.ts";
import { ORDER_RULES } from "./order-rules.ts";
import { doubtOf, explanationOf, isViolated, lateness, weaknessesOf } from "./order-weakness.ts";
import {
  type Confirmation,
  fail,
  figure,
  inconclusive,
  type Judgement,
  OWN_ARRIVALS,
  pass,
  type SuccessCheck,
} from "./success-check.ts";

// Closer to the bound no number of trials that anybody would wait for decides.
const CLOSEST_SHARE = 0.005;
const MANY_TRIALS = 20;

/** Judges a claim about an order. */
export function orderClaimCheck(check: Pick<SuccessCheck, "id" | "claim" | "advice" | "passed">): SuccessCheck {
  return {
    ...check,
    ...ORDER_RULES,
    judge(analysis, confirmation) {
      const claim = analysis.claims.find((candidate) => candidate.check === check.id);
      return claim === undefined ? null : judgeOrderClaim(claim, analysis, confirmation);
    },
  };
}

/** The verdict on one claim about an order. */
export function judgeOrderClaim(
  claim: ClaimAnalysis,
  analysis: Analysis,
  confirmation: Confirmation = OWN_ARRIVALS,
): Judgement {
  const { treatment, control } = claim;
  const [order] = analysis.attribution;
  const explanation = explanationOf(order);
  const weaknesses = weaknessesOf(claim, analysis, confirmation);
  if (treatment === null) return inconclusive([...weaknesses, ...explanation], {});
  const figures = figuresOf(treatment, control);
  const evidence = [...(order === undefined ? [] : [order.text]), ...treatment.examples];
  if (weaknesses.length > 0) return inconclusive([...weaknesses, ...explanation], { figures, evidence });
  const { interval, follows, violates } = treatment;
  if (isViolated(claim)) {
    const violated = reason("claim-violated", { follows, decided: follows + violates });
    return fail([violated, ...explanation], { figures, evidence });
  }
  const againstFcfs = binomialInterval(treatment.followsAgainstFcfs, treatment.opposedToFcfs);
  const doubt = doubtOf(treatment, order);
  if (interval.low > RIGHT_SHARE && againstFcfs.low > RIGHT_SHARE) {
    if (doubt === null) return pass({ figures, evidence });
    return inconclusive([doubt, ...lateness(analysis), ...explanation], { figures, evidence });
  }
  const isOfClaimed = interval.low <= RIGHT_SHARE;
  const highs = isOfClaimed ? [interval, ...claim.disciplines.map((tried) => tried.interval)] : [againstFcfs];
  const undecided = reason("share-undecided", {
    of: isOfClaimed ? "claimed" : "opposed-to-fcfs",
    lowPercent: percentOf(isOfClaimed ? interval.low : againstFcfs.low),
    highPercent: percentOf(Math.max(...highs.map(({ high }) => high))),
    neededPercent: percentOf(RIGHT_SHARE),
    trials: isOfClaimed
      ? moreTrials({ ...treatment, pairs: follows + violates })
      : moreTrials({ ...treatment, share: shareAgainstFcfs(treatment), pairs: treatment.opposedToFcfs }),
  });
  return inconclusive([undecided, ...lateness(analysis), ...explanation], { figures, evidence });
}

/** So many trials that the interval would be clear of the bound, if the share stays what it is. */
function moreTrials({ share, pairs: counted, episodes }: Pick<ClaimCounts, "share" | "pairs" | "episodes">): number {
  const distance = Math.abs((share ?? 0.5) - RIGHT_SHARE);
  if (share === null || distance < CLOSEST_SHARE) return MANY_TRIALS;
  const pairs = trialsNeeded(share, distance);
  return Math.max(Math.ceil((episodes * pairs) / Math.max(1, counted)), episodes + 1);
}

function shareAgainstFcfs({ followsAgainstFcfs, opposedToFcfs }: ClaimCounts): number {
  return followsAgainstFcfs / opposedToFcfs;
}

function figuresOf(treatment: ClaimCounts, control: ClaimCounts | null): Figure[] {
  const { interval } = treatment;
  return [
    {
      name: "shareThatFollows",
      value: treatment.share,
      low: interval.low,
      high: interval.high,
      confidence: CONFIDENCE,
    },
    figure("chanceInRandomOrder", treatment.pValue),
    figure("pairsThatFollow", treatment.follows),
    figure("inversions", treatment.violates),
    figure("wrongDispatches", treatment.wrongDispatches),
    figure("excusedByLazyQueue", treatment.excused),
    figure("undecidedByWitness", treatment.undecidedByWitness),
    figure("undecidedByModel", treatment.undecidedByModel),
    figure("pairsOpposedToFcfs", treatment.opposedToFcfs),
    figure("pairsOpposedWithoutTerm", treatment.withoutTerm.opposed),
    figure("contestedDispatches", treatment.contested),
    ...(control === null
      ? []
      : [
          {
            name: "controlShare",
            value: control.plainShare,
            low: control.plainInterval.low,
            high: control.plainInterval.high,
            confidence: CONFIDENCE,
          },
        ]),
  ];
}
