import {
  type FlowEventOf,
  MAX_CRITICALITY,
  MIN_CRITICALITY,
  priorityScore,
  type ScoreInputs,
  type ScoreParameters,
} from "@wa-routing/protocol";
import type { ScoreRounding } from "./score-rounding.ts";

/** From the lowest to the highest. */
export type ScoreRange = readonly [number, number];

type KnownInputs = Pick<FlowEventOf<"score-computed">, keyof ScoreInputs>;

/**
 * What the formula gives for all that the inputs can have been before they were rounded; one that is null can have been anything.
 * No weight is below 0, so that the ends are at the ends of the inputs.
 */
export function scoreRange(
  { criticality, emaSeconds, ratePerSecond }: KnownInputs,
  parameters: ScoreParameters,
  { halfDigit }: ScoreRounding,
): ScoreRange {
  const halfWait = emaSeconds === null ? 0 : halfDigit("emaSeconds", emaSeconds);
  const halfRate = ratePerSecond === null ? 0 : halfDigit("ratePerSecond", ratePerSecond);
  const lowest = {
    criticality: criticality ?? MIN_CRITICALITY,
    emaSeconds: (emaSeconds ?? 0) - halfWait,
    ratePerSecond: (ratePerSecond ?? Number.POSITIVE_INFINITY) + halfRate,
  };
  const highest = {
    criticality: criticality ?? MAX_CRITICALITY,
    emaSeconds: (emaSeconds ?? Number.POSITIVE_INFINITY) + halfWait,
    ratePerSecond: (ratePerSecond ?? 0) - halfRate,
  };
  return [priorityScore(lowest, parameters).score, priorityScore(highest, parameters).score];
}

/** How far a value is outside of what is possible, after what half of its own last digit explains. */
export function distanceTo([lowest, highest]: ScoreRange, value: number, half: number): number {
  return Math.max(lowest - value, value - highest, 0) - half;
}
