import {
  DEFAULT_SCORE_PARAMETERS,
  type FlowEvent,
  MAX_CRITICALITY,
  priorityScore,
  SCORE_RANGE,
  type ScoreParameters,
} from "@wa-routing/protocol";

type ScoreEvent = Extract<FlowEvent, { event: "score-computed" }>;

/** How logged scores compare with the formula. */
export interface ScoreConformance {
  readonly lines: number;
  readonly mismatches: number;
  /** Scores that no inputs can give. */
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
const MAX_EXAMPLES = 5;

/** Recomputes every logged score from the inputs of its own line. */
export function checkScores(
  events: readonly FlowEvent[],
  parameters: ScoreParameters = DEFAULT_SCORE_PARAMETERS,
): ScoreConformance {
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
    const outOfRange =
      line.score < SCORE_RANGE.lowest - SCORE_TOLERANCE || line.score > SCORE_RANGE.highest + SCORE_TOLERANCE;
    const error = Math.max(Math.abs(line.score - expected.score), ...normalisedErrors(line, parameters));
    largestError = Math.max(largestError, error);
    if (outOfRange) impossible += 1;
    if (error <= SCORE_TOLERANCE && !outOfRange && isCriticality(line.criticality)) continue;
    mismatches += 1;
    if (examples.length < MAX_EXAMPLES) {
      examples.push(
        `line ${line.line}: logged ${plain(line.score)}, the formula gives ${plain(expected.score)} for criticality ${line.criticality}, average wait ${plain(line.emaSeconds)} s, rate ${plain(line.ratePerSecond)}/s${outOfRange ? "; no inputs can give the logged score" : ""}`,
      );
    }
  }
  const weights = mismatches === 0 ? null : describeWeights(lines, parameters);
  return { lines: lines.length, mismatches, impossible, largestError, decidedBy, examples, weights };
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

/** Fits the three weights by least squares, and names those that differ. */
function describeWeights(lines: readonly ScoreEvent[], parameters: ScoreParameters): string | null {
  const rows = lines.map((line) => [
    Math.min(line.emaSeconds / parameters.maxWaitSeconds, 1),
    line.criticality / MAX_CRITICALITY,
    -Math.min(line.ratePerSecond / parameters.maxRatePerSecond, 1),
  ]);
  const weights = leastSquares(
    rows,
    lines.map(({ score }) => score),
  );
  if (weights === null) return null;
  const residual = Math.max(
    ...rows.map((row, index) =>
      Math.abs(
        row.reduce((sum, value, term) => sum + value * (weights[term] as number), 0) - (lines[index]?.score ?? 0),
      ),
    ),
  );
  if (residual > 1e-6) return null;
  const known = [
    ["wait", parameters.waitWeight],
    ["criticality", parameters.criticalityWeight],
    ["rate", parameters.rateWeight],
  ] as const;
  const wrong = known.flatMap(([name, expected], term) => {
    const fitted = weights[term] as number;
    return Math.abs(fitted - expected) > 1e-6
      ? [`${name} weight looks like ${plain(fitted)} instead of ${expected}`]
      : [];
  });
  return wrong.length === 0 ? null : wrong.join(", ");
}

/** Normal equations with elimination; null when a weight cannot be told from the data. */
function leastSquares(rows: readonly number[][], values: readonly number[]): number[] | null {
  const size = 3;
  const matrix = Array.from({ length: size }, (_, i) => [
    ...Array.from({ length: size }, (__, j) => rows.reduce((sum, row) => sum + (row[i] ?? 0) * (row[j] ?? 0), 0)),
    rows.reduce((sum, row, index) => sum + (row[i] ?? 0) * (values[index] ?? 0), 0),
  ]);
  for (let column = 0; column < size; column++) {
    const pivot = matrix.slice(column).reduce((best, row, index) => {
      const candidate = Math.abs(row[column] ?? 0);
      return candidate > Math.abs(matrix[best]?.[column] ?? 0) ? index + column : best;
    }, column);
    [matrix[column], matrix[pivot]] = [matrix[pivot] as number[], matrix[column] as number[]];
    const lead = matrix[column]?.[column] ?? 0;
    if (Math.abs(lead) < 1e-12) return null;
    for (let row = 0; row < size; row++) {
      if (row === column) continue;
      const factor = (matrix[row]?.[column] ?? 0) / lead;
      matrix[row] = (matrix[row] as number[]).map((value, index) => value - factor * (matrix[column]?.[index] ?? 0));
    }
  }
  return matrix.map((row, index) => (row[size] ?? 0) / (row[index] ?? 1));
}

function plain(value: number): string {
  return String(Number(value.toPrecision(6)));
}
