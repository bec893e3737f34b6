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

/** Independent items, drawn separately from each stratum: one list for a plain sample. */
type Strata<Item> = readonly (readonly Item[])[];

type Statistic<Item> = (strata: Strata<Item>) => number;

/**
 * A percentile interval of any statistic of independent items.
 *
 * @see Efron, Tibshirani: An Introduction to the Bootstrap, 1993, chapter 13
 */
export function bootstrapInterval<Item>(
  strata: Strata<Item>,
  statistic: Statistic<Item>,
  { random, confidence = 0.95, resamples = 2000 }: BootstrapOptions,
): Interval {
  const estimates = resampled(strata, statistic, random, resamples);
  const tail = (1 - confidence) / 2;
  return { low: quantileOfSorted(estimates, tail), high: quantileOfSorted(estimates, 1 - tail) };
}

/**
 * As {@link bootstrapInterval}, corrected for bias and skewness (BCa). Leaves out every item once: linear in items, times the
 * cost of the statistic.
 *
 * @see Efron: Better Bootstrap Confidence Intervals, JASA 82, 1987
 */
export function bcaInterval<Item>(
  strata: Strata<Item>,
  statistic: Statistic<Item>,
  { random, confidence = 0.95, resamples = 2000 }: BootstrapOptions,
): Interval {
  const estimates = resampled(strata, statistic, random, resamples);
  const observed = statistic(strata);
  let below = 0;
  for (const estimate of estimates) below += estimate < observed ? 1 : estimate === observed ? 0.5 : 0;
  const bias = normalQuantile(Math.min(Math.max(below, 0.5), resamples - 0.5) / resamples);
  const skewness = acceleration(strata, statistic);
  const corrected = (share: number) => {
    const z = bias + normalQuantile(share);
    return 1 - normalTail(bias + z / (1 - skewness * z));
  };
  const tail = (1 - confidence) / 2;
  return {
    low: quantileOfSorted(estimates, corrected(tail)),
    high: quantileOfSorted(estimates, corrected(1 - tail)),
  };
}

/** @see Davison, Hinkley: Bootstrap Methods and their Application, 1997, 5.3.2 (several samples) */
function acceleration<Item>(strata: Strata<Item>, statistic: Statistic<Item>): number {
  let squares = 0;
  let cubes = 0;
  for (const [own, items] of strata.entries()) {
    if (items.length < 2) continue;
    const leftOut = items.map((_, index) => statistic(strata.with(own, items.toSpliced(index, 1))));
    const mean = leftOut.reduce((sum, value) => sum + value, 0) / items.length;
    for (const value of leftOut) {
      const influence = ((items.length - 1) * (mean - value)) / items.length;
      squares += influence ** 2;
      cubes += influence ** 3;
    }
  }
  return squares === 0 ? 0 : cubes / (6 * squares ** 1.5);
}

function resampled<Item>(
  strata: Strata<Item>,
  statistic: Statistic<Item>,
  random: Random,
  resamples: number,
): Float64Array {
  const sample = strata.map((items) => [...items]);
  const estimates = new Float64Array(resamples);
  for (let draw = 0; draw < resamples; draw++) {
    for (const [stratum, items] of strata.entries()) {
      const drawn = sample[stratum] as Item[];
      for (let index = 0; index < items.length; index++) {
        drawn[index] = items[Math.floor(random() * items.length)] as Item;
      }
    }
    estimates[draw] = statistic(sample);
  }
  return estimates.sort();
}
