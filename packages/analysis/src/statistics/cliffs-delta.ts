import { midranks } from "./ranks.ts";

/** Measurements that were taken together, as those of one trial. */
export type Cluster = readonly number[];

/** The ranks of one cluster among all measurements of both groups. */
export interface RankedCluster {
  readonly rankSum: number;
  readonly size: number;
}

/** Both groups' clusters with their ranks among all measurements: what a test needs that deals clusters anew. O(n log n). */
export function rankClusters(first: readonly Cluster[], second: readonly Cluster[]) {
  const pooled = midranks([...first, ...second].flat());
  let at = 0;
  const ranked = ({ length }: Cluster): RankedCluster => {
    let rankSum = 0;
    for (const end = at + length; at < end; at++) rankSum += pooled[at] as number;
    return { rankSum, size: length };
  };
  return { first: first.map(ranked), second: second.map(ranked) };
}

/**
 * Cliff's delta: the chance that a measurement of the first group is larger than one of the second, minus the chance that it is
 * smaller. 1: all of it larger, -1: all of it smaller. With Mann and Whitney's U of the first group it is `2 U / (n1 n2) - 1`.
 *
 * @see Cliff: Dominance statistics, Psychological Bulletin 114, 1993
 */
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
