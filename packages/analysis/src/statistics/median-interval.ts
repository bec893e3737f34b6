import type { Interval } from "./binomial-interval.ts";
import { quantileOfSorted } from "./quantile.ts";

/** A median with its interval. */
export interface MedianInterval extends Interval {
  readonly median: number;
}

/**
 * The exact interval of a median, between two order statistics: it covers the median of whatever distribution the values come
 * from with at least the given confidence. `null` when there are too few values for any (at 0.95: fewer than six).
 *
 * @see Conover: Practical Nonparametric Statistics, 1999, section 3.2 (the sign test, inverted)
 */
export function medianInterval(values: readonly number[], confidence = 0.95): MedianInterval | null {
  const sorted = Float64Array.from(values).sort();
  const below = ranksBelow(sorted.length, (1 - confidence) / 2);
  if (below === 0) return null;
  return {
    median: quantileOfSorted(sorted, 0.5),
    low: sorted[below - 1] as number,
    high: sorted[sorted.length - below] as number,
  };
}

/** The most values of each end that can be left out, less one: tosses of a fair coin fall so unevenly at most with chance `tail`. */
function ranksBelow(count: number, tail: number): number {
  let chance = 0.5 ** count;
  let sum = chance;
  let rank = 0;
  while (sum <= tail && rank < count / 2) {
    rank += 1;
    chance *= (count - rank + 1) / rank;
    sum += chance;
  }
  return rank;
}
