import type { FlowEventOf } from "@wa-routing/protocol";
import { halfLastDigit, measureField, type Precision, precisionsOf } from "./written-precision.ts";

type LoggedScore = FlowEventOf<"score-computed">;

const FIELDS = [
  ...["score", "emaSeconds", "ratePerSecond"],
  ...["normalizedWait", "normalizedCriticality", "normalizedRate"],
] as const satisfies readonly (keyof LoggedScore)[];

export type RoundedField = (typeof FIELDS)[number];

/** How a logger has rounded the numbers of its score lines. */
export interface ScoreRounding {
  /** The fewest of any field. */
  readonly decimals: number;
  /** How far a number of a field may be from the router's own. */
  readonly halfDigit: (field: RoundedField, value: number) => number;
}

/** Numbers that a logger writes in full. */
export const IN_FULL: ScoreRounding = { decimals: Number.POSITIVE_INFINITY, halfDigit: () => 0 };

/** How the numbers of the score lines are rounded; `null`: they are written in full, or too few show it. */
export function scoreRounding(lines: readonly LoggedScore[]): ScoreRounding | null {
  const precisions = precisionsOf(FIELDS.map((field) => measureField(valuesOf(lines, field))));
  if (precisions === null) return null;
  const of = new Map(FIELDS.map((field, index) => [field, precisions[index] as Precision] as const));
  const decimals = Math.min(...precisions.map((precision) => precision.decimals));
  return { decimals, halfDigit: (field, value) => halfLastDigit(value, of.get(field) as Precision) };
}

function* valuesOf(lines: readonly LoggedScore[], field: RoundedField): Iterable<number> {
  for (const line of lines) {
    const value = line[field];
    if (value !== null) yield value;
  }
}
