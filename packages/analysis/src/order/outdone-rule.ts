import { binomialInterval } from "../statistics/binomial-interval.ts";
import { type ModelOrders, type PairPrediction, predictionOf } from "./model-orders.ts";
import { decidedPairs, type ObservedEpisode } from "./policy-fit.ts";
import type { RuleFit } from "./rule-fit.ts";
import { LEAST_OPPOSED_PAIRS } from "./thresholds.ts";

/**
 * Takes back that a rule explains an order where another one does, and does better: two rules that agree on nearly every pair both
 * agree with the order, but where they are sure of opposite orders most pairs went the other's way. That refutes none of them by
 * itself: it is undecided.
 *
 * @param fits Of every rule to the treatment.
 */
export function withoutOutdone(
  fits: readonly RuleFit[],
  observed: readonly ObservedEpisode[],
  models: ModelOrders,
): RuleFit[] {
  const explaining = fits.filter(({ verdict }) => verdict === "explains");
  const predict = (fit: RuleFit) => predictionOf(models, fit.rule, fit.discipline);
  return fits.map((fit) => {
    // Of the pairs on which it could lose, it has lost at least half.
    if (fit.verdict !== "explains" || 2 * fit.inversions < LEAST_OPPOSED_PAIRS) return fit;
    const isOutdone = explaining.some((rival) => isOutdoneBy(predict(rival), predict(fit), observed));
    return isOutdone ? { ...fit, verdict: "undecided" } : fit;
  });
}

function isOutdoneBy(rival: PairPrediction, own: PairPrediction, observed: readonly ObservedEpisode[]): boolean {
  const { opposed, follows } = countOpposed(own, rival, observed);
  return opposed >= LEAST_OPPOSED_PAIRS && binomialInterval(follows, opposed).high < 0.5;
}

/** Pairs on which two rules are sure of opposite orders, and how many of them went the way of the first. */
export function countOpposed(
  own: PairPrediction,
  rival: PairPrediction,
  observed: readonly ObservedEpisode[],
): { readonly opposed: number; readonly follows: number } {
  let opposed = 0;
  let follows = 0;
  for (const episode of observed) {
    for (const [a, b] of decidedPairs(episode)) {
      const order = own(a, b);
      if (order === 0 || order !== -rival(a, b)) continue;
      opposed += 1;
      if (order < 0) follows += 1;
    }
  }
  return { opposed, follows };
}
