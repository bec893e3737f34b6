import { SCORE_TERMS, type ScoreParameters, type ScoreTerm } from "@wa-routing/protocol";
import { leastSquares } from "../statistics/least-squares.ts";
import type { ScoreLine } from "./score-inputs.ts";
import { scoreRange } from "./score-range.ts";
import type { ScoreRounding } from "./score-rounding.ts";
import { scoreTerms } from "./score-terms.ts";

/** Weights that explain every score. A term that is nowhere above 0 has none. */
export type FittedWeights = Partial<Pick<ScoreParameters, "waitWeight" | "criticalityWeight" | "rateWeight">>;

type Weights = Readonly<Record<ScoreTerm, number>>;

const WEIGHT_TOLERANCE = 1e-6;
const MOST_DECIMALS = 6;

/**
 * Fits the weights by least squares; null where none explain every score, or where they are the formula's. Of rounded scores only
 * as many weights are others as it takes, to as few decimals as it takes.
 */
export function fitWeights(
  lines: readonly ScoreLine[],
  parameters: ScoreParameters,
  rounding: ScoreRounding | null,
): FittedWeights | null {
  const rows = lines.map((line) => scoreTerms(line, parameters));
  const told = SCORE_TERMS.filter((term) => rows.some((row) => Math.abs(row[term]) > 1e-6));
  const expected: Weights = {
    wait: parameters.waitWeight,
    criticality: parameters.criticalityWeight,
    rate: parameters.rateWeight,
  };
  const tolerances = lines.map((line) => toleranceOf(line, parameters, rounding));
  const explains = (weights: Weights) =>
    rows.every((row, index) => {
      const fitted = SCORE_TERMS.reduce((sum, term) => sum + row[term] * weights[term], 0);
      return Math.abs(fitted - (lines[index] as ScoreLine).score) <= (tolerances[index] as number);
    });
  const fittedTo = (free: readonly ScoreTerm[]): Weights | null => {
    const left = rows.map((row, index) =>
      SCORE_TERMS.reduce(
        (sum, term) => (free.includes(term) ? sum : sum - row[term] * expected[term]),
        (lines[index] as ScoreLine).score,
      ),
    );
    const solved = leastSquares(
      rows.map((row) => free.map((term) => row[term])),
      left,
      free.length,
    );
    return solved === null
      ? null
      : { ...expected, ...Object.fromEntries(free.map((term, index) => [term, solved[index]])) };
  };
  const all = fittedTo(told);
  if (all === null || !explains(all)) return null;
  const fitted = rounding === null ? all : simplest(told, fittedTo, explains);
  if (fitted === null || !told.some((term) => isOther(fitted[term], expected[term]))) return null;
  return Object.fromEntries(told.map((term) => [`${term}Weight`, shortened(fitted[term], MOST_DECIMALS)]));
}

/** Names the fitted weights that are not the formula's. */
export function describeWeights(fitted: FittedWeights, parameters: ScoreParameters): string {
  return SCORE_TERMS.flatMap((term) => {
    const [weight, expected] = [fitted[`${term}Weight`], parameters[`${term}Weight`]];
    return weight === undefined || !isOther(weight, expected)
      ? []
      : [`${term} weight looks like ${weight} instead of ${expected}`];
  }).join(", ");
}

/** The first that explains all scores of those that leave most weights as they are, in the fewest decimals. */
function simplest(
  told: readonly ScoreTerm[],
  fittedTo: (free: readonly ScoreTerm[]) => Weights | null,
  explains: (weights: Weights) => boolean,
): Weights | null {
  const [ones, pairs] = [told.map((term) => [term]), told.map((term) => told.filter((other) => other !== term))];
  for (const free of [...ones, ...pairs, told]) {
    const fitted = fittedTo(free);
    if (fitted === null || !explains(fitted)) continue;
    for (let decimals = 1; decimals <= MOST_DECIMALS; decimals++) {
      const short = { ...fitted, ...Object.fromEntries(free.map((term) => [term, shortened(fitted[term], decimals)])) };
      if (explains(short)) return short;
    }
    return fitted;
  }
  return null;
}

function toleranceOf(line: ScoreLine, parameters: ScoreParameters, rounding: ScoreRounding | null): number {
  if (rounding === null) return WEIGHT_TOLERANCE;
  const [lowest, highest] = scoreRange(line, parameters, rounding);
  return Math.max(WEIGHT_TOLERANCE, rounding.halfDigit("score", line.score) + (highest - lowest) / 2);
}

function isOther(weight: number, expected: number): boolean {
  return Math.abs(weight - expected) > WEIGHT_TOLERANCE;
}

function shortened(weight: number, decimals: number): number {
  return Number(weight.toFixed(decimals));
}
