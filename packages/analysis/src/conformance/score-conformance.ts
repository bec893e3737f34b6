import {
  DEFAULT_SCORE_PARAMETERS,
  type FlowEvent,
  type FlowEventOf,
  MAX_CRITICALITY,
  MIN_CRITICALITY,
  priorityScore,
  type ScoreInputs,
  type ScoreParameters,
} from "@wa-routing/protocol";
import { plainNumber } from "./plain-number.ts";
import { lackingInputs, scoreInputs } from "./score-inputs.ts";

type LoggedScore = FlowEventOf<"score-computed">;

/** A line that says all that its score is made of. */
type ScoreEvent = LoggedScore & ScoreInputs;

/** How logged scores compare with the formula. */
export interface ScoreConformance {
  readonly lines: number;
  /** Lines without all that their score is made of: only a score that nothing can give is seen on them. */
  readonly notRecomputed: number;
  /** The fields that those lack, as a router writes them. */
  readonly lackingFields: readonly string[];
  readonly mismatches: number;
  /** Scores that nothing can give together with what else their line says. */
  readonly impossible: number;
  readonly largestError: number;
  /** Which term is the largest part of the score, in how many lines. */
  readonly decidedBy: { readonly wait: number; readonly criticality: number; readonly rate: number };
  /** The first few, as sentences. */
  readonly examples: readonly string[];
  /** What the weights look like, where they are not the formula's: `criticality weight looks like 0.3`. */
  readonly weights: string | null;
}

export const SCORE_TOLERANCE = 1e-9;
const WEIGHT_TOLERANCE = 1e-6;
/** A sum of squares below this is rounding. */
const LEAST_PIVOT = 1e-12;
const FEW_EXAMPLES = 5;

/** Recomputes every logged score from the inputs of its own line. */
export function checkScores(
  events: readonly FlowEvent[],
  parameters: ScoreParameters = DEFAULT_SCORE_PARAMETERS,
  mostExamples = FEW_EXAMPLES,
): ScoreConformance {
  const logged = events.filter((event) => event.event === "score-computed");
  const lines = logged.filter(isRecomputable);
  const decidedBy = { wait: 0, criticality: 0, rate: 0 };
  const examples: string[] = [];
  const lackingFields = new Set<string>();
  let mismatches = 0;
  let impossible = 0;
  let largestError = 0;
  const differs = (line: LoggedScore, what: string) => {
    mismatches += 1;
    if (examples.length < mostExamples) examples.push(`line ${line.line}: ${what}`);
  };
  for (const line of logged) {
    const range = possibleScores(line, parameters);
    const outOfRange = line.score < range[0] - SCORE_TOLERANCE || line.score > range[1] + SCORE_TOLERANCE;
    if (outOfRange) impossible += 1;
    if (!isRecomputable(line)) {
      for (const field of lackingInputs(line)) lackingFields.add(field);
      if (outOfRange) differs(line, `logged ${plainNumber(line.score)}; ${nothingGives(line, range)}`);
      continue;
    }
    const expected = priorityScore(line, parameters);
    const { waitTerm, criticalityTerm, rateTerm } = expected;
    decidedBy[waitTerm > criticalityTerm ? "wait" : rateTerm > criticalityTerm ? "rate" : "criticality"] += 1;
    const error = Math.max(Math.abs(line.score - expected.score), ...normalisedErrors(line, parameters));
    largestError = Math.max(largestError, error);
    if (error <= SCORE_TOLERANCE && !outOfRange && isCriticality(line.criticality)) continue;
    differs(line, whatIsWrong(line, expected.score, outOfRange ? range : null));
  }
  return {
    lines: logged.length,
    notRecomputed: logged.length - lines.length,
    lackingFields: [...lackingFields].sort(),
    mismatches,
    impossible,
    largestError,
    decidedBy,
    examples,
    weights: mismatches === 0 ? null : describeWeights(lines, parameters),
  };
}

function isRecomputable(line: LoggedScore): line is ScoreEvent {
  return scoreInputs(line) !== null;
}

/** The lowest and the highest score beside the line's criticality; of a line that lacks an input, beside those that it has. */
function possibleScores(line: LoggedScore, parameters: ScoreParameters): readonly [number, number] {
  const held = isRecomputable(line) ? { ...line, emaSeconds: null, ratePerSecond: null } : line;
  const { criticality, emaSeconds, ratePerSecond } = held;
  const lowest = {
    criticality: criticality ?? MIN_CRITICALITY,
    emaSeconds: emaSeconds ?? 0,
    ratePerSecond: ratePerSecond ?? Number.POSITIVE_INFINITY,
  };
  const highest = {
    criticality: criticality ?? MAX_CRITICALITY,
    emaSeconds: emaSeconds ?? Number.POSITIVE_INFINITY,
    ratePerSecond: ratePerSecond ?? 0,
  };
  return [priorityScore(lowest, parameters).score, priorityScore(highest, parameters).score];
}

/** What is free, and between which scores it leaves room. */
function nothingGives(line: LoggedScore, possible: readonly [number, number]): string {
  const lacking = lackingInputs(line);
  const free =
    lacking.length === 0
      ? "no wait and no rate give"
      : lacking.length === 3
        ? "no inputs give"
        : `no ${lacking.join(" and no ")} can give`;
  return `${free} a score outside ${possible.map(plainNumber).join(" to ")}`;
}

function whatIsWrong(line: ScoreEvent, expected: number, possible: readonly [number, number] | null): string {
  const { criticality, score } = line;
  const inputs = `criticality ${criticality}, average wait ${plainNumber(line.emaSeconds)} s, rate ${plainNumber(line.ratePerSecond)}/s`;
  if (!isCriticality(criticality)) return `criticality ${criticality} is none of 1 to ${MAX_CRITICALITY}`;
  const given = `logged ${plainNumber(score)}, the formula gives ${plainNumber(expected)} for ${inputs}`;
  if (possible !== null) return `${given}; ${nothingGives(line, possible)}`;
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

/** Fits the weights by least squares, and names those that differ. A term that is nowhere above 0 says nothing of its weight. */
function describeWeights(lines: readonly ScoreEvent[], parameters: ScoreParameters): string | null {
  const terms = [
    {
      name: "wait",
      weight: parameters.waitWeight,
      values: lines.map(({ emaSeconds }) => Math.min(emaSeconds / parameters.maxWaitSeconds, 1)),
    },
    {
      name: "criticality",
      weight: parameters.criticalityWeight,
      values: lines.map(({ criticality }) => criticality / MAX_CRITICALITY),
    },
    {
      name: "rate",
      weight: parameters.rateWeight,
      values: lines.map(({ ratePerSecond }) => -Math.min(ratePerSecond / parameters.maxRatePerSecond, 1)),
    },
  ].filter(({ values }) => values.some((value) => Math.abs(value) > 1e-6));
  const rows = lines.map((_, index) => terms.map(({ values }) => values[index] as number));
  const scores = lines.map(({ score }) => score);
  const weights = leastSquares(rows, scores, terms.length);
  if (weights === null) return null;
  const fits = rows.every((row, index) => {
    const fitted = row.reduce((sum, value, term) => sum + value * (weights[term] as number), 0);
    return Math.abs(fitted - (scores[index] as number)) <= WEIGHT_TOLERANCE;
  });
  if (!fits) return null;
  const wrong = terms.flatMap(({ name, weight }, term) => {
    const fitted = weights[term] as number;
    return Math.abs(fitted - weight) > WEIGHT_TOLERANCE
      ? [`${name} weight looks like ${Number(fitted.toFixed(6))} instead of ${weight}`]
      : [];
  });
  return wrong.length === 0 ? null : wrong.join(", ");
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
