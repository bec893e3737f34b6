import {
  type FlowEvent,
  type FlowEventOf,
  MAX_CRITICALITY,
  priorityScore,
  SCORE_TERMS,
  type ScoreParameters,
} from "@wa-routing/protocol";
import { plainNumber } from "./plain-number.ts";

type ScoreEvent = FlowEventOf<"score-computed">;

/** How logged scores compare with the formula. */
export interface ScoreConformance {
  readonly lines: number;
  readonly mismatches: number;
  /** Scores that no wait and no rate can give together with the line's criticality. */
  readonly impossible: number;
  readonly largestError: number;
  /** Which term is the largest part of the score, in how many lines. */
  readonly decidedBy: { readonly wait: number; readonly criticality: number; readonly rate: number };
  /** The first few, as sentences. */
  readonly examples: readonly string[];
  /** What the weights look like, where they are not the formula's: `criticality weight looks like 0.3`. */
  readonly weights: string | null;
  /** All weights that explain every score, where some are not the formula's. A term that is nowhere above 0 has none. */
  readonly fitted: Partial<Pick<ScoreParameters, "waitWeight" | "criticalityWeight" | "rateWeight">> | null;
}

export const SCORE_TOLERANCE = 1e-9;
const WEIGHT_TOLERANCE = 1e-6;
/** A sum of squares below this is rounding. */
const LEAST_PIVOT = 1e-12;
const MAX_EXAMPLES = 5;

/** Recomputes every logged score from the inputs of its own line. */
export function checkScores(events: readonly FlowEvent[], parameters: ScoreParameters): ScoreConformance {
  const lines = events.filter((event): event is ScoreEvent => event.event === "score-computed");
  const decidedBy = { wait: 0, criticality: 0, rate: 0 };
  const examples: string[] = [];
  let mismatches = 0;
  let impossible = 0;
  let largestError = 0;
  for (const line of lines) {
    const expected = priorityScore(line, parameters);
    const { waitTerm, criticalityTerm, rateTerm } = expected;
    decidedBy[waitTerm > criticalityTerm ? "wait" : rateTerm > criticalityTerm ? "rate" : "criticality"] += 1;
    const lowest = criticalityTerm - parameters.rateWeight;
    const highest = criticalityTerm + parameters.waitWeight;
    const outOfRange = line.score < lowest - SCORE_TOLERANCE || line.score > highest + SCORE_TOLERANCE;
    const error = Math.max(Math.abs(line.score - expected.score), ...normalisedErrors(line, parameters));
    largestError = Math.max(largestError, error);
    if (outOfRange) impossible += 1;
    if (error <= SCORE_TOLERANCE && !outOfRange && isCriticality(line.criticality)) continue;
    mismatches += 1;
    if (examples.length < MAX_EXAMPLES) {
      examples.push(`line ${line.line}: ${whatIsWrong(line, expected.score, outOfRange ? [lowest, highest] : null)}`);
    }
  }
  const fitted = mismatches === 0 ? null : fitWeights(lines, parameters);
  const weights = fitted === null ? null : describeWeights(fitted, parameters);
  return { lines: lines.length, mismatches, impossible, largestError, decidedBy, examples, weights, fitted };
}

function whatIsWrong(line: ScoreEvent, expected: number, possible: readonly [number, number] | null): string {
  const { criticality, score } = line;
  const inputs = `criticality ${criticality}, average wait ${plainNumber(line.emaSeconds)} s, rate ${plainNumber(line.ratePerSecond)}/s`;
  if (!isCriticality(criticality)) return `criticality ${criticality} is none of 1 to ${MAX_CRITICALITY}`;
  const given = `logged ${plainNumber(score)}, the formula gives ${plainNumber(expected)} for ${inputs}`;
  if (possible !== null)
    return `${given}; no wait and no rate give a score outside ${possible.map(plainNumber).join(" to ")}`;
  return Math.abs(score - expected) > SCORE_TOLERANCE ? given : `a normalized value is not what its own ${inputs} give`;
}

function isCriticality(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= MAX_CRITICALITY;
}

function normalisedErrors(line: ScoreEvent, { maxWaitSeconds, maxRatePerSecond }: ScoreParameters): number[] {
  const errors: number[] = [];
  if (line.normalizedWait !== null) {
    errors.push(Math.abs(line.normalizedWait - Math.min(line.emaSeconds / maxWaitSeconds, 1)));
  }
  if (line.normalizedCriticality !== null) {
    errors.push(Math.abs(line.normalizedCriticality - line.criticality / MAX_CRITICALITY));
  }
  if (line.normalizedRate !== null) {
    errors.push(Math.abs(line.normalizedRate - Math.min(line.ratePerSecond / maxRatePerSecond, 1)));
  }
  return errors;
}

/** Fits the weights by least squares; null where none explain every score, or where they are the formula's. */
function fitWeights(lines: readonly ScoreEvent[], parameters: ScoreParameters): ScoreConformance["fitted"] {
  const terms = [
    {
      name: "waitWeight",
      values: lines.map(({ emaSeconds }) => Math.min(emaSeconds / parameters.maxWaitSeconds, 1)),
    },
    {
      name: "criticalityWeight",
      values: lines.map(({ criticality }) => criticality / MAX_CRITICALITY),
    },
    {
      name: "rateWeight",
      values: lines.map(({ ratePerSecond }) => -Math.min(ratePerSecond / parameters.maxRatePerSecond, 1)),
    },
  ] as const;
  const told = terms.filter(({ values }) => values.some((value) => Math.abs(value) > 1e-6));
  const rows = lines.map((_, index) => told.map(({ values }) => values[index] as number));
  const scores = lines.map(({ score }) => score);
  const weights = leastSquares(rows, scores, told.length);
  if (weights === null) return null;
  const fits = rows.every((row, index) => {
    const fitted = row.reduce((sum, value, term) => sum + value * (weights[term] as number), 0);
    return Math.abs(fitted - (scores[index] as number)) <= WEIGHT_TOLERANCE;
  });
  if (!fits) return null;
  const differ = told.some(
    ({ name }, term) => Math.abs((weights[term] as number) - parameters[name]) > WEIGHT_TOLERANCE,
  );
  return differ
    ? Object.fromEntries(told.map(({ name }, term) => [name, Number((weights[term] as number).toFixed(6))]))
    : null;
}

/** Names the fitted weights that are not the formula's. */
function describeWeights(fitted: NonNullable<ScoreConformance["fitted"]>, parameters: ScoreParameters): string {
  return SCORE_TERMS.flatMap((term) => {
    const [weight, expected] = [fitted[`${term}Weight`], parameters[`${term}Weight`]];
    return weight === undefined || Math.abs(weight - expected) <= WEIGHT_TOLERANCE
      ? []
      : [`${term} weight looks like ${weight} instead of ${expected}`];
  }).join(", ");
}

/** Normal equations with elimination: such a matrix needs no pivoting. Null when a weight cannot be told from the data. */
function leastSquares(rows: readonly number[][], values: readonly number[], size: number): number[] | null {
  const sumOf = (product: (row: readonly number[], index: number) => number) =>
    rows.reduce((sum, row, index) => sum + product(row, index), 0);
  let matrix = Array.from({ length: size }, (_, i) => [
    ...Array.from({ length: size }, (__, j) => sumOf((row) => (row[i] as number) * (row[j] as number))),
    sumOf((row, index) => (row[i] as number) * (values[index] as number)),
  ]);
  for (let column = 0; column < size; column++) {
    const lead = matrix[column] as number[];
    const pivot = lead[column] as number;
    if (pivot < LEAST_PIVOT) return null;
    matrix = matrix.map((row, index) => {
      const factor = index === column ? 0 : (row[column] as number) / pivot;
      return row.map((value, at) => value - factor * (lead[at] as number));
    });
  }
  return matrix.map((row, index) => (row[size] as number) / (row[index] as number));
}
