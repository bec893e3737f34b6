import type { Interval } from "./binomial-interval.ts";
import { type BootstrapOptions, bootstrapInterval } from "./bootstrap.ts";
import { quantile } from "./quantile.ts";

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
 * one piece and is not taken for many independent measurements.
 *
 * @see Künsch: The jackknife and the bootstrap for general stationary observations, Annals of Statistics 17, 1989
 */
export function quantileDifference(
  blocks: readonly PairedBlock[],
  share: number,
  options: BootstrapOptions,
): QuantileDifference {
  const of = (sample: readonly PairedBlock[], arm: keyof PairedBlock) =>
    quantile(
      sample.flatMap((block) => block[arm]),
      share,
    );
  const difference = (sample: readonly PairedBlock[]) => of(sample, "treatment") - of(sample, "control");
  const interval = bootstrapInterval(blocks, difference, options);
  return {
    difference: difference(blocks),
    treatment: of(blocks, "treatment"),
    control: of(blocks, "control"),
    ...interval,
  };
}

/** Pairs of blocks needed for a half-width, from the half-width that `blocks` pairs gave: it falls with the square root. */
export function blocksNeeded(blocks: number, halfWidth: number, wantedHalfWidth: number): number {
  return Math.ceil(blocks * (halfWidth / wantedHalfWidth) ** 2);
}
