import type { EpisodeFit, ObservedEpisode } from "./policy-fit.ts";

// A policy is taken to be disturbed in one decisive pair of twenty.
const DISTURBED = 0.05;

/**
 * Logarithm of how likely a policy makes the observed pairs of some episodes: a decisive pair goes as predicted with 0.95, any other
 * pair is even. The pairs of `n` requests are not independent and are given the weight of `n - 1` comparisons.
 *
 * @param fits Of the policy to each episode; null: of an order by chance, for which every pair is even.
 * @see Varin, Reid, Firth: An overview of composite likelihood methods, Statistica Sinica 21, 2011
 */
export function logLikelihood(observed: readonly ObservedEpisode[], fits: readonly EpisodeFit[] | null): number {
  let sum = 0;
  for (const [index, { order, decided }] of observed.entries()) {
    const pairs = decided.length / 2;
    if (pairs === 0) continue;
    const { decisive, agreeing } = fits?.[index] ?? { decisive: 0, agreeing: 0 };
    const log =
      agreeing * Math.log(1 - DISTURBED) +
      (decisive - agreeing) * Math.log(DISTURBED) +
      (pairs - decisive) * Math.log(0.5);
    sum += (log * (order.length - 1)) / pairs;
  }
  return sum;
}
