import { SCORE_TERMS, type ScoreParameters, type ScoreTerm } from "@wa-routing/protocol";
import type { ScoreLine } from "./score-inputs.ts";
import { scoreRange } from "./score-range.ts";
import type { ScoreRounding } from "./score-rounding.ts";
import { scoreTerms } from "./score-terms.ts";

/** What is known of scores that the formula gives up to the rounding of the log. */
export interface RoundedScores {
  readonly decimals: number;
  /** Lines that are right only up to it. */
  readonly lines: number;
  /** Whether it can hide an error of a score that matters. */
  readonly isCoarse: boolean;
  /** Terms whose weight could be another one, by more than a little, and every score would fit as well. */
  readonly undecided: readonly ScoreTerm[];
}

/** 15 ms of average wait: an eight-hundredth of a level of criticality. */
const MOST_HIDDEN = 1e-4;
/** A term that nowhere gives more has nothing to show, as one that is 0. */
const LEAST_SHOWN = 1e-6;
/** The share of a weight by which another one is another. */
const OTHER_WEIGHT = 0.1;

/** How much room rounding leaves to other formulas, where all lines fit this one. */
export function roundedScores(
  lines: readonly ScoreLine[],
  parameters: ScoreParameters,
  rounding: ScoreRounding,
  roundedLines: number,
): RoundedScores {
  const room = {
    wait: Number.POSITIVE_INFINITY,
    criticality: Number.POSITIVE_INFINITY,
    rate: Number.POSITIVE_INFINITY,
  };
  const largest = { wait: 0, criticality: 0, rate: 0 };
  let hidden = 0;
  for (const line of lines) {
    const half = rounding.halfDigit("score", line.score);
    const [lowest, highest] = scoreRange(line, parameters, rounding);
    hidden = Math.max(hidden, half + (highest - lowest) / 2);
    const farther = Math.max(line.score - lowest, highest - line.score) + half;
    // A number that is written as 0 may have been as much as half of its last digit.
    const sizes = scoreTerms(
      {
        criticality: line.criticality,
        emaSeconds: line.emaSeconds + rounding.halfDigit("emaSeconds", line.emaSeconds),
        ratePerSecond: line.ratePerSecond + rounding.halfDigit("ratePerSecond", line.ratePerSecond),
      },
      parameters,
    );
    for (const term of SCORE_TERMS) {
      const size = Math.abs(sizes[term]);
      largest[term] = Math.max(largest[term], size);
      room[term] = Math.min(room[term], farther / size);
    }
  }
  const weights = {
    wait: parameters.waitWeight,
    criticality: parameters.criticalityWeight,
    rate: parameters.rateWeight,
  };
  const greatest = Math.max(...Object.values(weights));
  const isUndecided = (term: ScoreTerm) => {
    // The place of a term of weight 0 is one that another router may fill.
    const weight = weights[term] || greatest;
    return weight * largest[term] > LEAST_SHOWN && room[term] > OTHER_WEIGHT * weight;
  };
  return {
    decimals: rounding.decimals,
    lines: roundedLines,
    isCoarse: hidden > MOST_HIDDEN,
    undecided: SCORE_TERMS.filter(isUndecided),
  };
}
