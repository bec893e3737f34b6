import type { Interval } from "./binomial-interval.ts";
import { studentReach } from "./student-distribution.ts";

/** A difference of trimmed means, first minus second, with its interval. */
export interface TrimmedDifference extends Interval {
  readonly difference: number;
}

/** A sample's trimmed mean, and how well it is known. */
export interface TrimmedMean {
  readonly mean: number;
  /** Values that were left after trimming. */
  readonly kept: number;
  readonly count: number;
  /** Square of the standard error. */
  readonly squaredError: number;
}

/** How a sample is averaged. */
export interface TrimOptions {
  /** Of the values, so many are left out at each end: 0.2 of at least five. 0: the plain mean. */
  readonly trimmedShare: number;
  /** The values are known to a step of this size: where they vary less, half of it stands for their standard deviation. */
  readonly step: number;
}

/**
 * The mean without the smallest and the largest values, so that one stalled trial of five does not decide it.
 *
 * @returns Null below two values: nothing says how much they vary.
 * @see Tukey, McLaughlin: Less vulnerable confidence and significance procedures for location based on a single sample, Sankhyā A
 * 25, 1963
 */
export function trimmedMean(values: readonly number[], { trimmedShare, step }: TrimOptions): TrimmedMean | null {
  const count = values.length;
  if (count < 2) return null;
  const sorted = Float64Array.from(values).sort();
  const cut = Math.floor(trimmedShare * count);
  const kept = count - 2 * cut;
  const mean = meanOf(sorted.subarray(cut, count - cut));
  const winsorized = sorted.map((value) => clamped(value, sorted[cut] as number, sorted[count - 1 - cut] as number));
  const centre = meanOf(winsorized);
  const squares = winsorized.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  const least = (count - 1) * (step / 2) ** 2;
  return { mean, kept, count, squaredError: Math.max(squares, least) / (kept * (kept - 1)) };
}

/**
 * The difference of two trimmed means with its interval; their spreads may differ. Of plain means it is Welch's.
 *
 * @see Yuen: The two-sample trimmed t for unequal population variances, Biometrika 61, 1974
 */
export function trimmedDifference(first: TrimmedMean, second: TrimmedMean, confidence: number): TrimmedDifference {
  const difference = first.mean - second.mean;
  const squaredError = first.squaredError + second.squaredError;
  if (squaredError === 0) return { difference, low: difference, high: difference };
  const degrees =
    squaredError ** 2 / (first.squaredError ** 2 / (first.kept - 1) + second.squaredError ** 2 / (second.kept - 1));
  const reach = studentReach(confidence, degrees) * Math.sqrt(squaredError);
  return { difference, low: difference - reach, high: difference + reach };
}

/**
 * The smallest number of values a side from which the interval reaches no further than `reach`, if they vary as these do.
 *
 * @returns Null where more than `most` would be needed.
 */
export function valuesNeeded(
  first: TrimmedMean,
  second: TrimmedMean,
  { confidence, reach, most }: { readonly confidence: number; readonly reach: number; readonly most: number },
): number | null {
  const spread = [first, second].reduce((sum, { squaredError, count }) => sum + squaredError * count, 0);
  const keptShare = Math.min(first.kept / first.count, second.kept / second.count);
  const isEnough = (count: number) => {
    const degrees = 2 * (Math.round(count * keptShare) - 1);
    if (degrees < 1) return false;
    return studentReach(confidence, degrees) * Math.sqrt(spread / count) <= reach;
  };
  for (let count = 2; count <= most; count++) if (isEnough(count)) return count;
  return null;
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function clamped(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
