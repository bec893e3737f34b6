/**
 * The quantile of a sample by linear interpolation between order statistics; NaN for an empty one.
 *
 * @param share 0 to 1.
 * @see Hyndman, Fan: Sample Quantiles in Statistical Packages, 1996, definition 7
 */
export function quantile(values: ArrayLike<number>, share: number): number {
  return quantileOfSorted(new Float64Array(values).sort(), share);
}

/** As {@link quantile}, for values that are in ascending order already. */
export function quantileOfSorted(sorted: ArrayLike<number>, share: number): number {
  if (sorted.length === 0) return Number.NaN;
  const position = (sorted.length - 1) * share;
  const below = Math.floor(position);
  const low = sorted[below] as number;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] as number;
  return low + (high - low) * (position - below);
}
