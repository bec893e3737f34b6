import type { FlowEventOf } from "@wa-routing/protocol";
import { halfLastDigit, type MeasuredField, measureField, type Precision, SHOWN_BY } from "./written-precision.ts";

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

// From here on rounding is far below what a score is compared to.
const AS_GOOD_AS_FULL = 10;

/**
 * How the numbers of the score lines are rounded; `null`: they are written in full, or too few show it. A short number such as 0.5
 * may be exact: it is the numbers of a field as a whole that tell.
 */
export function scoreRounding(lines: readonly LoggedScore[]): ScoreRounding | null {
  const fields = new Map(FIELDS.map((field) => [field, measureField(valuesOf(lines, field))] as const));
  const measured = [...fields.values()];
  const rounded = measured.filter((field) => isRounded(field, measured));
  if (rounded.length === 0) return null;
  const decimals = Math.min(...rounded.map((field) => field.decimals));
  const digits = Math.min(...rounded.map((field) => field.digits));
  const precisions = new Map<RoundedField, Precision>();
  for (const [name, field] of fields) {
    // One logger writes them all: a field with too few numbers to tell is as fine as those that can.
    const alike = { decimals: Math.max(decimals, field.decimals), digits: Math.max(digits, field.digits) };
    precisions.set(name, rounded.includes(field) ? field : alike);
  }
  return { decimals, halfDigit: (field, value) => halfLastDigit(value, precisions.get(field) as Precision) };
}

function* valuesOf(lines: readonly LoggedScore[], field: RoundedField): Iterable<number> {
  for (const line of lines) {
    const value = line[field];
    if (value !== null) yield value;
  }
}

function isRounded({ decimals, digits, withDigits }: MeasuredField, all: readonly MeasuredField[]): boolean {
  if (decimals >= AS_GOOD_AS_FULL && digits >= AS_GOOD_AS_FULL) return false;
  const alike = all.filter((field) => field.decimals === decimals);
  const withDecimals = alike.reduce((sum, field) => sum + field.withDecimals, 0);
  return decimals > 0 && (withDecimals >= SHOWN_BY || (digits < AS_GOOD_AS_FULL && withDigits >= SHOWN_BY));
}
