import type { Random } from "@wa-routing/protocol";
import type { Interval } from "./binomial-interval.ts";
import { normalQuantile, normalTail } from "./normal-distribution.ts";
import { quantileOfSorted } from "./quantile.ts";

/** How an interval is drawn. */
export interface BootstrapOptions {
  readonly random: Random;
  readonly confidence?: number;
  readonly resamples?: number;
}

/**
 * A percentile interval of any statistic of independent items.
 *
 * @see Efron, Tibshirani: An Introduction to the Bootstrap, 1993, chapter 13
 */
export function bootstrapInterval<Item>(
  items: readonly Item[],
  statistic: (sample: readonly Item[]) => number,
  { random, confidence = 0.95, resamples = 2000 }: BootstrapOptions,
): Interval {
  const estimates = resampled(items, statistic, random, resamples);
  const tail = (1 - confidence) / 2;
  return { low: quantileOfSorted(estimates, tail), high: quantileOfSorted(estimates, 1 - tail) };
}

/**
 * As {@link bootstrapInterval}, corrected for bias and skewness (BCa).
 *
 * @see Efron: Better Bootstrap Confidence Intervals, JASA 82, 1987
 */
export function bcaInterval<Item>(
  items: readonly Item[],
  statistic: (sample: readonly Item[]) => number,
  { random, confidence = 0.95, resamples = 2000 }: BootstrapOptions,
): Interval {
  const estimates = resampled(items, statistic, random, resamples);
  const observed = statistic(items);
  const below = estimates.filter((estimate) => estimate < observed).length;
  const bias = normalQuantile(Math.min(Math.max(below, 0.5), resamples - 0.5) / resamples);
  const leftOut = items.map((_, index) => statistic(items.filter((__, other) => other !== index)));
  const mean = leftOut.reduce((sum, value) => sum + value, 0) / leftOut.length;
  const cubes = leftOut.reduce((sum, value) => sum + (mean - value) ** 3, 0);
  const squares = leftOut.reduce((sum, value) => sum + (mean - value) ** 2, 0);
  const acceleration = squares === 0 ? 0 : cubes / (6 * squares ** 1.5);
  const corrected = (share: number) => {
    const z = bias + normalQuantile(share);
    return 1 - normalTail(bias + z / (1 - acceleration * z));
  };
  const tail = (1 - confidence) / 2;
  return {
    low: quantileOfSorted(estimates, corrected(tail)),
    high: quantileOfSorted(estimates, corrected(1 - tail)),
  };
}

function resampled<Item>(
  items: readonly Item[],
  statistic: (sample: readonly Item[]) => number,
  random: Random,
  resamples: number,
): Float64Array {
  const sample = new Array<Item>(items.length);
  return Float64Array.from({ length: resamples }, () => {
    for (let index = 0; index < items.length; index++)
      sample[index] = items[Math.floor(random() * items.length)] as Item;
    return statistic(sample);
  }).sort();
}
