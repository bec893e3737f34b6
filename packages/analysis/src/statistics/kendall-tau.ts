import { inversions } from "./inversions.ts";

/**
 * Kendall's tau-b of two rankings: 1 for the same order, -1 for the opposite, corrected for ties; NaN when one is constant.
 *
 * @see Knight: A computer method for calculating Kendall's tau with ungrouped data, JASA 61, 1966
 */
export function kendallTauB(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const length = Math.min(a.length, b.length);
  const order = Array.from({ length }, (_, index) => index).sort(
    (left, right) => (a[left] as number) - (a[right] as number) || (b[left] as number) - (b[right] as number),
  );
  const sortedA = order.map((index) => a[index] as number);
  const sortedB = order.map((index) => b[index] as number);
  const pairs = (length * (length - 1)) / 2;
  const tiesA = tiedPairs(sortedA);
  const tiesB = tiedPairs(Float64Array.from(sortedB).sort());
  let tiesBoth = 0;
  for (let start = 0; start < length; ) {
    let end = start + 1;
    while (end < length && sortedA[end] === sortedA[start]) end += 1;
    tiesBoth += tiedPairs(sortedB.slice(start, end));
    start = end;
  }
  const discordant = inversions(sortedB);
  const concordant = pairs - tiesA - tiesB + tiesBoth - discordant;
  return (concordant - discordant) / Math.sqrt((pairs - tiesA) * (pairs - tiesB));
}

function tiedPairs(sorted: ArrayLike<number>): number {
  let pairs = 0;
  let run = 1;
  for (let index = 1; index <= sorted.length; index++) {
    if (index < sorted.length && sorted[index] === sorted[index - 1]) run += 1;
    else {
      pairs += (run * (run - 1)) / 2;
      run = 1;
    }
  }
  return pairs;
}
