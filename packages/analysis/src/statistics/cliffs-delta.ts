import type { Interval } from "./binomial-interval.ts";
import { midranks } from "./ranks.ts";
import { studentReach } from "./student-distribution.ts";

/** Measurements that were taken together, as those of one trial. */
export type Cluster = readonly number[];

/** The ranks of one cluster among all measurements of both groups. */
export interface RankedCluster {
  readonly rankSum: number;
  readonly size: number;
}

/** How far one group lies above another: 1 all of it, -1 all of it below, 0 neither. */
export interface CliffsDelta extends Interval {
  readonly delta: number;
}

/**
 * Cliff's delta: the chance that a measurement of the first group is larger than one of the second, minus the chance that it is
 * smaller. With Mann and Whitney's U of the first group it is `2 U / (n1 n2) - 1`. O(n log n).
 *
 * The interval takes clusters for independent, not their measurements. Its variance is that of the placements' sums by cluster
 * (with one measurement each: DeLong's), its shape the asymmetric one of Feng and Cliff, its degrees of freedom the clusters'.
 * It is -1 to 1 with fewer than two clusters in a group.
 *
 * @param first Clusters of the first group, none empty. For independent measurements: one each.
 * @see Cliff: Dominance statistics, Psychological Bulletin 114, 1993
 * @see Feng, Cliff: Monte Carlo evaluation of ordinal d with improved confidence interval, JMASM 3, 2004
 * @see Obuchowski: Nonparametric analysis of clustered ROC curve data, Biometrics 53, 1997
 */
export function cliffsDelta(first: readonly Cluster[], second: readonly Cluster[], confidence = 0.95): CliffsDelta {
  const { pooled, ...ranked } = rankClusters(first, second);
  const delta = deltaOfRanks(ranked.first, ranked.second);
  if (first.length < 2 || second.length < 2) return { delta, low: -1, high: 1 };
  const [ofFirst, ofSecond] = [first.flat(), second.flat()];
  const variance =
    placementVariance(first, ofFirst, pooled.subarray(0, ofFirst.length), ofSecond.length) +
    placementVariance(second, ofSecond, pooled.subarray(ofFirst.length), ofFirst.length);
  const reach = studentReach(confidence, first.length + second.length - 2);
  return { delta, ...asymmetricInterval(delta, variance * reach ** 2, reach, Math.min(first.length, second.length)) };
}

/** Both groups' clusters with their ranks among all measurements, for tests that deal clusters anew. */
export function rankClusters(first: readonly Cluster[], second: readonly Cluster[]) {
  const pooled = midranks([...first, ...second].flat());
  let at = 0;
  const ranked = ({ length }: Cluster): RankedCluster => {
    let rankSum = 0;
    for (const end = at + length; at < end; at++) rankSum += pooled[at] as number;
    return { rankSum, size: length };
  };
  return { first: first.map(ranked), second: second.map(ranked), pooled };
}

/** Cliff's delta from ranks. */
export function deltaOfRanks(first: readonly RankedCluster[], second: readonly RankedCluster[]): number {
  let rankSum = 0;
  let size = 0;
  for (const cluster of first) {
    rankSum += cluster.rankSum;
    size += cluster.size;
  }
  let others = 0;
  for (const cluster of second) others += cluster.size;
  const u = rankSum - (size * (size + 1)) / 2;
  return (2 * u) / (size * others) - 1;
}

/** Variance of the mean placement of a group's measurements among the others, on delta's scale. */
function placementVariance(
  clusters: readonly Cluster[],
  values: readonly number[],
  pooled: Float64Array,
  others: number,
): number {
  const own = midranks(values);
  const placements = own.map((rank, index) => (2 * ((pooled[index] as number) - rank)) / others - 1);
  const mean = placements.reduce((sum, placement) => sum + placement, 0) / placements.length;
  let at = 0;
  let squares = 0;
  for (const { length } of clusters) {
    let deviation = 0;
    for (const end = at + length; at < end; at++) deviation += (placements[at] as number) - mean;
    squares += deviation ** 2;
  }
  return (squares * clusters.length) / (clusters.length - 1) / placements.length ** 2;
}

function asymmetricInterval(delta: number, scaled: number, reach: number, fewest: number): Interval {
  // Where no measurement overlaps nothing varies; the bound is then what so few clusters can say.
  if (scaled === 0 && Math.abs(delta) === 1) {
    const bound = (fewest - reach ** 2) / (fewest + reach ** 2);
    return delta > 0 ? { low: bound, high: 1 } : { low: -1, high: -bound };
  }
  const middle = delta - delta ** 3;
  const spread = Math.sqrt(scaled * ((1 - delta ** 2) ** 2 + scaled));
  const divisor = 1 - delta ** 2 + scaled;
  return { low: Math.max(-1, (middle - spread) / divisor), high: Math.min(1, (middle + spread) / divisor) };
}
