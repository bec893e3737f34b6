import { binomialInterval, type Interval } from "./binomial-interval.ts";
import { studentReach } from "./student-distribution.ts";

/** Observations that were made together and so need not be independent: those of one trial. */
export interface ShareCluster {
  readonly successes: number;
  readonly observations: number;
}

/** A share with its interval; null without observations. */
export interface ClusteredShare extends Interval {
  readonly share: number | null;
}

/**
 * The interval of a share over clusters of observations that may depend on each other, within 0 to 1.
 *
 * Exact (Clopper and Pearson) for the effective number of observations: that which would vary between clusters as much as was
 * seen. It is never taken for more than there are observations, nor for fewer than there are clusters; where all clusters
 * agree they may be copies of one, and only their number counts.
 *
 * @see Korn, Graubard: Confidence intervals for proportions with small expected number of positive counts estimated from survey
 * data, Survey Methodology 24, 1998
 */
export function clusteredShareInterval(all: readonly ShareCluster[], confidence = 0.95): ClusteredShare {
  const clusters = all.filter(({ observations }) => observations > 0);
  const observations = clusters.reduce((sum, cluster) => sum + cluster.observations, 0);
  if (observations === 0) return { share: null, low: 0, high: 1 };
  const share = clusters.reduce((sum, { successes }) => sum + successes, 0) / observations;
  const effective = effectiveObservations(clusters, observations, share, confidence);
  return { share, ...binomialInterval(share * effective, effective, confidence) };
}

function effectiveObservations(
  clusters: readonly ShareCluster[],
  observations: number,
  share: number,
  confidence: number,
): number {
  const count = clusters.length;
  if (count < 2) return count;
  const deviations = clusters.reduce(
    (sum, cluster) => sum + (cluster.successes - share * cluster.observations) ** 2,
    0,
  );
  if (deviations === 0) return share === 0 || share === 1 ? count : observations;
  const variance = (deviations * count) / (count - 1) / observations ** 2;
  const fewClusters = (studentReach(confidence, observations - 1) / studentReach(confidence, count - 1)) ** 2;
  const effective = ((share * (1 - share)) / variance) * fewClusters;
  return Math.min(observations, Math.max(count, effective));
}
