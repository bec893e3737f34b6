import type { Interval } from "./binomial-interval.ts";
import { type BootstrapOptions, bootstrapInterval } from "./bootstrap.ts";
import { sortedOrder } from "./ranks.ts";

/** Two blocks of one kind of measurement, taken one after the other. */
export interface PairedBlock {
  readonly treatment: readonly number[];
  readonly control: readonly number[];
}

/** A difference of quantiles, treatment minus control, with its interval. */
export interface QuantileDifference extends Interval {
  readonly difference: number;
  readonly treatment: number;
  readonly control: number;
}

/**
 * The difference of a quantile between treatment and control, over interleaved blocks.
 *
 * Whole pairs of blocks are drawn, so that what strikes a stretch of time (another process, a collection of garbage) stays in
 * one piece and is not taken for many independent measurements. Measurements are sorted once, not for every resample.
 *
 * @param share Of the quantile, 0 to 1.
 * @see Künsch: The jackknife and the bootstrap for general stationary observations, Annals of Statistics 17, 1989
 */
export function quantileDifference(
  blocks: readonly PairedBlock[],
  share: number,
  options: BootstrapOptions,
): QuantileDifference {
  const treatment = blockQuantile(blocks.map((block) => block.treatment));
  const control = blockQuantile(blocks.map((block) => block.control));
  const times = new Float64Array(blocks.length);
  const drawn = ([sample = []]: readonly (readonly number[])[]) => {
    times.fill(0);
    for (const block of sample) times[block] = (times[block] as number) + 1;
    return treatment(times, share) - control(times, share);
  };
  const numbers = blocks.map((_, index) => index);
  const interval = bootstrapInterval([numbers], drawn, options);
  times.fill(1);
  const observed = { treatment: treatment(times, share), control: control(times, share) };
  return { difference: observed.treatment - observed.control, ...observed, ...interval };
}

/** The quantile (Hyndman and Fan's definition 7) of blocks that are each taken so many times: what `quantile` gives of the copies. */
function blockQuantile(blocks: readonly (readonly number[])[]): (times: Float64Array, share: number) => number {
  const values = blocks.flat();
  const order = sortedOrder(values);
  const sorted = Float64Array.from(order, (index) => values[index] as number);
  const blockOf = new Uint32Array(values.length);
  let filled = 0;
  for (const [block, { length }] of blocks.entries()) {
    blockOf.fill(block, filled, filled + length);
    filled += length;
  }
  const source = Uint32Array.from(order, (index) => blockOf[index] as number);
  return (times, share) => {
    let total = 0;
    for (const [block, { length }] of blocks.entries()) total += (times[block] as number) * length;
    if (total === 0) return Number.NaN;
    const position = (total - 1) * share;
    const below = Math.floor(position);
    const above = Math.min(below + 1, total - 1);
    // From the nearer end: the 99th percentile is found within a hundredth of the values.
    const fromTop = share > 0.5;
    const [nearRank, farRank] = fromTop ? [total - 1 - above, total - 1 - below] : [below, above];
    let passed = 0;
    let near = Number.NaN;
    for (let step = 0; step < sorted.length; step++) {
      const at = fromTop ? sorted.length - 1 - step : step;
      const before = passed;
      passed += times[source[at] as number] as number;
      const value = sorted[at] as number;
      if (before <= nearRank && nearRank < passed) near = value;
      if (farRank < passed) {
        const [low, high] = fromTop ? [value, near] : [near, value];
        return low + (high - low) * (position - below);
      }
    }
    return Number.NaN;
  };
}

/** Pairs of blocks needed for a half-width, from the half-width that `blocks` pairs gave: it falls with the square root. */
export function blocksNeeded(blocks: number, halfWidth: number, wantedHalfWidth: number): number {
  return Math.ceil(blocks * (halfWidth / wantedHalfWidth) ** 2);
}
