import type { CountDistribution } from "./random-orders.ts";

// Adding distributions up takes time that grows with the square of their number; so many take a tenth of a second.
const MOST_ADDED_UP = 64;
// In powers of two: at the steepest all weight lies on the highest value of each.
const FLATTEST = 2 ** -20;
const STEEPEST = 2 ** 10;
const HALVINGS = 20;

/**
 * Chance that counts of independent episodes add up to at least so many. Of many episodes it is a bound from above.
 *
 * @see Chernoff: A measure of asymptotic efficiency for tests of a hypothesis based on the sum of observations, Ann. Math. Stat. 23(4), 1952
 */
export function chanceOfAtLeast(episodes: readonly CountDistribution[], total: number): number {
  return episodes.length <= MOST_ADDED_UP ? addedUp(episodes, total) : boundOfAtLeast(episodes, total);
}

function addedUp(episodes: readonly CountDistribution[], total: number): number {
  let sum: CountDistribution = { lowest: 0, chances: Float64Array.of(1) };
  for (const episode of episodes) sum = added(sum, episode);
  let tail = 0;
  for (let at = Math.max(0, total - sum.lowest); at < sum.chances.length; at++) tail += sum.chances[at] as number;
  return Math.min(1, tail);
}

function added(a: CountDistribution, b: CountDistribution): CountDistribution {
  const chances = new Float64Array(a.chances.length + b.chances.length - 1);
  for (const [i, chance] of a.chances.entries()) {
    if (chance === 0) continue;
    for (let j = 0; j < b.chances.length; j++) {
      chances[i + j] = (chances[i + j] as number) + chance * (b.chances[j] as number);
    }
  }
  return { lowest: a.lowest + b.lowest, chances };
}

/** The least of exp(log E[exp(slope · sum)] − slope · total) over the slopes: each of them is a bound, and the one at which the mean is the total the least. */
function boundOfAtLeast(episodes: readonly CountDistribution[], total: number): number {
  let exponent = 0;
  const isSteepEnough = (slope: number) => {
    const { logMoment, mean } = tilted(episodes, slope);
    exponent = Math.min(exponent, logMoment - slope * total);
    return mean >= total;
  };
  if (isSteepEnough(0)) return 1;
  let [low, high] = [0, FLATTEST];
  while (high < STEEPEST && !isSteepEnough(high)) [low, high] = [high, 2 * high];
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (low + high) / 2;
    if (isSteepEnough(middle)) high = middle;
    else low = middle;
  }
  return Math.exp(exponent);
}

/** Of the sum, where each value weighs exp(slope · value): the logarithm of all weights, and the mean. */
function tilted(episodes: readonly CountDistribution[], slope: number) {
  const sum = { logMoment: 0, mean: 0 };
  const factor = Math.exp(-slope);
  for (const { lowest, chances } of episodes) {
    // From the highest value down, so that no weight is above 1.
    let weight = 1;
    let [all, belowHighest] = [0, 0];
    for (let below = 0; below < chances.length; below++) {
      const mass = (chances[chances.length - 1 - below] as number) * weight;
      all += mass;
      belowHighest += mass * below;
      weight *= factor;
    }
    const highest = lowest + chances.length - 1;
    sum.logMoment += slope * highest + Math.log(all);
    sum.mean += highest - belowHighest / all;
  }
  return sum;
}
