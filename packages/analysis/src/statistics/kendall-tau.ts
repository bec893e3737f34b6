import { inversions } from "./inversions.ts";
import { sortedOrder } from "./ranks.ts";

/**
 * Kendall's tau-b of two rankings: 1 for the same order, -1 for the opposite, corrected for ties; NaN when one is constant.
 * O(n log n).
 *
 * @param b As long as `a`.
 *
 * @see Knight: A computer method for calculating Kendall's tau with ungrouped data, JASA 61, 1966
 */
export function kendallTauB(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const order = sortedOrder(a);
  const length = order.length;
  const byA = new Float64Array(length);
  for (let index = 0; index < length; index++) byA[index] = b[order[index] as number] as number;
  let tiesA = 0;
  let tiesBoth = 0;
  for (let start = 0; start < length; ) {
    let end = start + 1;
    while (end < length && a[order[end] as number] === a[order[start] as number]) end += 1;
    if (end - start > 1) {
      tiesA += pairsOf(end - start);
      tiesBoth += tiedPairs(byA.subarray(start, end).sort());
    }
    start = end;
  }
  const pairs = pairsOf(length);
  const tiesB = tiedPairs(byA.slice().sort());
  const discordant = inversions(byA);
  const concordant = pairs - tiesA - tiesB + tiesBoth - discordant;
  return (concordant - discordant) / Math.sqrt((pairs - tiesA) * (pairs - tiesB));
}

function pairsOf(count: number): number {
  return (count * (count - 1)) / 2;
}

function tiedPairs(sorted: ArrayLike<number>): number {
  let pairs = 0;
  let run = 1;
  for (let index = 1; index <= sorted.length; index++) {
    if (index < sorted.length && sorted[index] === sorted[index - 1]) run += 1;
    else {
      pairs += pairsOf(run);
      run = 1;
    }
  }
  return pairs;
}
