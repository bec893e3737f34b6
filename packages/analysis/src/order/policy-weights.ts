import { POLICIES, type Policy } from "../policy/replay.ts";
import type { EpisodeFits, ObservedEpisode } from "./policy-fit.ts";

/** How the order's likelihood is shared among the policies, and an order by chance; adds up to 1. */
export type PolicyWeights = Readonly<Record<Policy | "random", number>>;

// A policy is taken to be disturbed in one decisive pair of twenty.
const DISTURBED = 0.05;

/**
 * Compares policies by how likely they make the observed pairs: a decisive pair goes as predicted with 0.95, any other pair is
 * even. The pairs of `n` requests are not independent and are given the weight of `n - 1` comparisons.
 *
 * @see Varin, Reid, Firth: An overview of composite likelihood methods, Statistica Sinica 21, 2011
 */
export function policyWeights(observed: readonly ObservedEpisode[], fits: readonly EpisodeFits[]): PolicyWeights {
  const candidates = [...POLICIES, "random"] as const;
  const logLikelihoods = candidates.map((candidate) => {
    let sum = 0;
    for (const [index, { order, decided }] of observed.entries()) {
      if (decided.length === 0) continue;
      const { decisive, agreeing } =
        candidate === "random" ? { decisive: 0, agreeing: 0 } : (fits[index] as EpisodeFits)[candidate];
      const log =
        agreeing * Math.log(1 - DISTURBED) +
        (decisive - agreeing) * Math.log(DISTURBED) +
        (decided.length - decisive) * Math.log(0.5);
      sum += (log * (order.length - 1)) / decided.length;
    }
    return sum;
  });
  const best = Math.max(...logLikelihoods);
  const likelihoods = logLikelihoods.map((log) => Math.exp(log - best));
  const total = likelihoods.reduce((sum, likelihood) => sum + likelihood, 0);
  return Object.fromEntries(
    candidates.map((candidate, index) => [candidate, (likelihoods[index] as number) / total]),
  ) as unknown as PolicyWeights;
}
