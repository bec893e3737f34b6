import {
  type FlowEvent,
  type FlowEventOf,
  MAX_CRITICALITY,
  priorityScore,
  type ScoreParameters,
} from "@wa-routing/protocol";
import { describeWeights, type FittedWeights, fitWeights } from "./fitted-weights.ts";
import { plainNumber, toldApart } from "./plain-number.ts";
import { type RoundedScores, roundedScores } from "./rounded-scores.ts";
import { lackingInputs, type ScoreLine, scoreInputs } from "./score-inputs.ts";
import { distanceTo, type ScoreRange, scoreRange } from "./score-range.ts";
import { IN_FULL, type RoundedField, type ScoreRounding, scoreRounding } from "./score-rounding.ts";

type LoggedScore = FlowEventOf<"score-computed">;

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
  /** What rounding leaves open, where the log's numbers are rounded and not every line is right without it. */
  readonly rounded: RoundedScores | null;
  /** Which term is the largest part of the score, in how many lines. */
  readonly decidedBy: { readonly wait: number; readonly criticality: number; readonly rate: number };
  /** The first few, as sentences. */
  readonly examples: readonly string[];
  /** What the weights look like, where they are not the formula's: `criticality weight looks like 0.3`. */
  readonly weights: string | null;
  /** All weights that explain every score, where some are not the formula's. A term that is nowhere above 0 has none. */
  readonly fitted: FittedWeights | null;
}

export const SCORE_TOLERANCE = 1e-9;
const FEW_EXAMPLES = 5;

/**
 * Recomputes every logged score from the inputs of its own line. Where a logger has rounded its numbers, by all that the inputs and
 * the score can have been before.
 */
export function checkScores(
  events: readonly FlowEvent[],
  parameters: ScoreParameters,
  mostExamples = FEW_EXAMPLES,
): ScoreConformance {
  const logged = events.filter((event) => event.event === "score-computed");
  const lines = logged.filter(isRecomputable);
  const exact = compareScores(logged, parameters, IN_FULL, mostExamples);
  const rounding = exact.mismatches === 0 ? null : scoreRounding(logged);
  const compared = rounding === null ? exact : compareScores(logged, parameters, rounding, mostExamples);
  const roundedLines = exact.mismatches - compared.mismatches;
  const fitted = compared.mismatches === 0 ? null : fitWeights(lines, parameters, rounding);
  return {
    lines: logged.length,
    notRecomputed: logged.length - lines.length,
    ...compared,
    rounded: rounding === null ? null : roundedScores(lines, parameters, rounding, roundedLines),
    weights: fitted === null ? null : describeWeights(fitted, parameters),
    fitted,
  };
}

function compareScores(
  logged: readonly LoggedScore[],
  parameters: ScoreParameters,
  rounding: ScoreRounding,
  mostExamples: number,
) {
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
    const half = rounding.halfDigit("score", line.score);
    const known = isRecomputable(line) ? { ...line, emaSeconds: null, ratePerSecond: null } : line;
    const range = scoreRange(known, parameters, rounding);
    const isOutOfRange = distanceTo(range, line.score, half) > SCORE_TOLERANCE;
    if (isOutOfRange) impossible += 1;
    if (!isRecomputable(line)) {
      for (const field of lackingInputs(line)) lackingFields.add(field);
      if (isOutOfRange) differs(line, `logged ${plainNumber(line.score)}; ${nothingGives(line, range)}`);
      continue;
    }
    const { score, waitTerm, criticalityTerm, rateTerm } = priorityScore(line, parameters);
    decidedBy[waitTerm > criticalityTerm ? "wait" : rateTerm > criticalityTerm ? "rate" : "criticality"] += 1;
    const normalised = normalisedErrors(line, parameters, rounding);
    largestError = Math.max(largestError, Math.abs(line.score - score), ...normalised);
    const isWrong = distanceTo(scoreRange(line, parameters, rounding), line.score, half) > SCORE_TOLERANCE;
    const isRight = !isWrong && !isOutOfRange && isCriticality(line.criticality);
    if (isRight && normalised.every((error) => error <= SCORE_TOLERANCE)) continue;
    differs(line, whatIsWrong(line, isWrong ? score : null, isOutOfRange ? range : null));
  }
  return { lackingFields: [...lackingFields].sort(), mismatches, impossible, largestError, decidedBy, examples };
}

function isRecomputable(line: LoggedScore): line is ScoreLine {
  return scoreInputs(line) !== null;
}

/** What is free, and between which scores it leaves room. */
function nothingGives(line: LoggedScore, possible: ScoreRange): string {
  const lacking = lackingInputs(line);
  const free =
    lacking.length === 0
      ? "no wait and no rate give"
      : lacking.length === 3
        ? "no inputs give"
        : `no ${lacking.join(" and no ")} can give`;
  return `${free} a score outside ${possible.map((score) => plainNumber(score)).join(" to ")}`;
}

/** `expected` is null where the score is right, and something else is not. */
function whatIsWrong(line: ScoreLine, expected: number | null, possible: ScoreRange | null): string {
  const { criticality } = line;
  const inputs = `criticality ${criticality}, average wait ${plainNumber(line.emaSeconds)} s, rate ${plainNumber(line.ratePerSecond)}/s`;
  if (!isCriticality(criticality)) return `criticality ${criticality} is none of 1 to ${MAX_CRITICALITY}`;
  if (expected === null) return `a normalized value is not what its own ${inputs} give`;
  const [score, formula] = toldApart(line.score, expected);
  const given = `logged ${score}, the formula gives ${formula} for ${inputs}`;
  return possible === null ? given : `${given}; ${nothingGives(line, possible)}`;
}

function isCriticality(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= MAX_CRITICALITY;
}

function normalisedErrors(
  line: ScoreLine,
  { maxWaitSeconds, maxRatePerSecond }: ScoreParameters,
  { halfDigit }: ScoreRounding,
): number[] {
  const errorOf = (field: RoundedField, value: number | null, most: number, input: number, half: number) => {
    if (value === null) return 0;
    const range: ScoreRange = [Math.min((input - half) / most, 1), Math.min((input + half) / most, 1)];
    return distanceTo(range, value, halfDigit(field, value));
  };
  const { emaSeconds, ratePerSecond, criticality } = line;
  return [
    errorOf("normalizedWait", line.normalizedWait, maxWaitSeconds, emaSeconds, halfDigit("emaSeconds", emaSeconds)),
    errorOf("normalizedCriticality", line.normalizedCriticality, MAX_CRITICALITY, criticality, 0),
    errorOf(
      "normalizedRate",
      line.normalizedRate,
      maxRatePerSecond,
      ratePerSecond,
      halfDigit("ratePerSecond", ratePerSecond),
    ),
  ];
}
