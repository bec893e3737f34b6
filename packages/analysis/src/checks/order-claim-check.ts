import type { Figure } from "@wa-routing/protocol";
import type { Analysis } from "../analysis.ts";
import type { ClaimAnalysis } from "../order/claim-analysis.ts";
import type { ClaimCounts } from "../order/order-claim.ts";
import { binomialInterval, trialsNeeded } from "../statistics/binomial-interval.ts";
import { doubtOf, MOST_CHANCE, ORDER_SHARE, weaknessesOf } from "./order-weakness.ts";
import { figure, type Judgement, type SuccessCheck } from "./success-check.ts";

// Closer to the bound no number of trials that anybody would wait for decides.
const CLOSEST_SHARE = 0.005;

/** The rules that all claims about an order share, in words. */
export const ORDER_RULES = {
  witnesses:
    "arrivals at the model servers; the router's dispatch lines where it counts them inside its queue, which must agree",
  minimumEvidence:
    "a proven queue in every treatment trial (gate closed, gauge full, no early arrival), the scenario's minimum of contested dispatches, every request completed, 99 % of them joined, 20 pairs for which fcfs gives the opposite order, and 20 for which the policy without the claimed term of its score does",
  passes: `the whole 95 % interval of the share of pairs that follow the claim lies above ${ORDER_SHARE}, also among the pairs that fcfs orders the other way and among those that the policy without the claimed term does, a random order would do as well with a chance of at most ${MOST_CHANCE}, the replayed workload-aware policy explains the whole order, not clearly more than one dispatch in ten passes over a request that should have gone first, and the control arm does not show the same`,
  fails: `the whole interval lies below ${ORDER_SHARE}, with the minimum evidence`,
  inconclusive:
    "anything else: an unproven queue, too few contested dispatches, witnesses that disagree, a control arm that shows the effect too, a policy without the claimed term that explains the order just as well, an interval that holds the bound",
  notMeasured: "no scenario of the run claims it",
} as const;

/** Judges a claim about an order. */
export function orderClaimCheck(check: Pick<SuccessCheck, "id" | "claim" | "advice">): SuccessCheck {
  return {
    ...check,
    ...ORDER_RULES,
    judge(analysis) {
      const claim = analysis.claims.find((candidate) => candidate.check === check.id);
      return claim === undefined ? null : judgeOrderClaim(claim, analysis);
    },
  };
}

/** The verdict on one claim about an order. */
export function judgeOrderClaim(claim: ClaimAnalysis, analysis: Analysis): Judgement {
  const { treatment, control } = claim;
  const weaknesses = weaknessesOf(claim, analysis);
  const figures = treatment === null ? [] : figuresOf(treatment, control);
  const evidence = [...(treatment?.examples ?? []), ...weaknesses.slice(1).map(({ reason }) => reason)];
  const [order] = analysis.attribution;
  const attribution = order?.text;
  const [weakness] = weaknesses;
  if (weakness !== undefined || treatment === null) {
    const reason = weakness?.reason ?? "nothing was seen";
    return {
      verdict: "inconclusive",
      summary: attribution === undefined ? reason : `${reason} (${attribution})`,
      advice: weakness?.advice ?? null,
      figures,
      evidence,
    };
  }
  const { interval, follows, violates } = treatment;
  const seen = `${follows} of ${follows + violates} decided pairs follow the claim, ${treatment.contested} contested dispatches`;
  const summary = `${seen}; ${attribution}`;
  if (interval.high < ORDER_SHARE) {
    return {
      verdict: "fail",
      summary,
      advice: "compare the router's ordering policy with the claim: `wa-routing scenarios show`",
      figures,
      evidence,
    };
  }
  const againstFcfs = binomialInterval(treatment.followsAgainstFcfs, treatment.opposedToFcfs);
  const doubt = doubtOf(treatment, order);
  if (interval.low > ORDER_SHARE && againstFcfs.low > ORDER_SHARE) {
    return doubt === null
      ? { verdict: "pass", summary, advice: null, figures, evidence }
      : { verdict: "inconclusive", summary: `${summary}; ${doubt.reason}`, advice: doubt.advice, figures, evidence };
  }
  return {
    verdict: "inconclusive",
    summary: `${summary}; the interval ${range(interval)} holds the bound ${ORDER_SHARE}`,
    advice: moreTrials(treatment),
    figures,
    evidence,
  };
}

/** So many trials that the interval would be clear of the bound, if the share stays what it is. */
function moreTrials({ share, follows, violates, episodes }: ClaimCounts): string {
  const distance = Math.abs((share ?? 0.5) - ORDER_SHARE);
  if (share === null || distance < CLOSEST_SHARE) return "run more trials: --trials 20";
  const pairs = trialsNeeded(share, distance);
  const trials = Math.ceil((episodes * pairs) / Math.max(1, follows + violates));
  return `run more trials: about ${Math.max(trials, episodes + 1)} an arm would decide it (--trials ${Math.max(trials, episodes + 1)})`;
}

function figuresOf(treatment: ClaimCounts, control: ClaimCounts | null): Figure[] {
  const { interval } = treatment;
  return [
    { name: "shareThatFollows", value: treatment.share, low: interval.low, high: interval.high, confidence: 0.95 },
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
            confidence: 0.95,
          },
        ]),
  ];
}

function range({ low, high }: { low: number; high: number }): string {
  return `${low.toFixed(3)} to ${high.toFixed(3)}`;
}
