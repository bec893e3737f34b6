import { betaQuantile } from "./beta-distribution.ts";

/** An interval for an unknown share. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Of an interval, where nothing else is asked for. */
export const DEFAULT_CONFIDENCE = 0.95;

/**
 * The exact interval of a share after `successes` in `trials`: it covers the true share with at least the given confidence.
 *
 * Both may be fractional, as effective sizes of samples are; the interval then lies between those of the whole numbers.
 *
 * @see Clopper, Pearson: The use of confidence or fiducial limits, Biometrika 26, 1934
 */
export function binomialInterval(successes: number, trials: number, confidence = DEFAULT_CONFIDENCE): Interval {
  if (trials === 0) return { low: 0, high: 1 };
  const tail = (1 - confidence) / 2;
  const low = successes === 0 ? 0 : betaQuantile(tail, successes, trials - successes + 1);
  const high = successes === trials ? 1 : betaQuantile(1 - tail, successes + 1, trials - successes);
  return { low, high };
}

/**
 * The smallest number of independent trials after which the exact interval of a share is at most `2 * halfWidth` wide, if the
 * share turns out as expected.
 *
 * @param share Expected, 0 to 1. 0.5 needs the most trials: take that when nothing is known.
 * @param halfWidth Above 0, below 0.5.
 */
export function trialsNeeded(share: number, halfWidth: number, confidence = DEFAULT_CONFIDENCE): number {
  const isEnough = (trials: number) => {
    const { low, high } = binomialInterval(share * trials, trials, confidence);
    return high - low <= 2 * halfWidth;
  };
  let enough = 1;
  while (!isEnough(enough)) enough *= 2;
  let tooFew = enough >> 1;
  while (enough - tooFew > 1) {
    const middle = (enough + tooFew) >> 1;
    if (isEnough(middle)) enough = middle;
    else tooFew = middle;
  }
  return enough;
}
