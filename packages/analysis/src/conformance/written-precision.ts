/** How finely the numbers of one field are written: those of a logger that rounds have so many decimals, or so many digits, at most. */
export interface Precision {
  readonly decimals: number;
  /** Significant ones. */
  readonly digits: number;
}

/** A field of a log, measured. */
export interface MeasuredField extends Precision {
  /** How many different numbers have just so many decimals, and digits; more than a few are not counted. */
  readonly withDecimals: number;
  readonly withDigits: number;
}

// So many different numbers that end at the same place are no chance: five levels of criticality give five exact scores.
const SHOWN_BY = 6;
// From here on rounding is far below what values are compared to.
const AS_GOOD_AS_FULL = 10;
// A binary fraction of 32 bits is written with nine digits at most, which are more than it holds.
const DIGITS_OF_32_BITS = 9;
// Its own step, and as much again for its text.
const STEP_OF_32_BITS = 2 ** -23;

/** Measures how finely numbers are written, from their shortest text: a number that was rounded prints short. */
export function measureField(values: Iterable<number>): MeasuredField {
  const decimals = new Longest();
  const digits = new Longest();
  for (const value of values) {
    const [mantissa = "", exponent = "0"] = String(Math.abs(value)).split("e");
    const [whole = "", fraction = ""] = mantissa.split(".");
    decimals.add(Math.max(0, fraction.length - Number(exponent)), value);
    digits.add((whole + fraction).replace(/^0+|0+$/g, "").length, value);
  }
  return {
    decimals: decimals.length,
    digits: digits.length,
    withDecimals: decimals.values.size,
    withDigits: digits.values.size,
  };
}

/**
 * How finely a logger has written each of some fields; null: in full, or too few numbers show it. A short number such as 0.5 may be
 * exact: it is the numbers of a field as a whole that tell.
 */
export function precisionsOf(fields: readonly MeasuredField[]): readonly Precision[] | null {
  const rounded = fields.filter((field) => isRounded(field, fields));
  if (rounded.length === 0) return null;
  const decimals = Math.min(...rounded.map((field) => field.decimals));
  const digits = Math.min(...rounded.map((field) => field.digits));
  // One logger writes them all: a field with too few numbers to tell is as fine as those that can.
  return fields.map((field) =>
    rounded.includes(field)
      ? field
      : { decimals: Math.max(decimals, field.decimals), digits: Math.max(digits, field.digits) },
  );
}

function isRounded({ decimals, digits, withDigits }: MeasuredField, all: readonly MeasuredField[]): boolean {
  if (decimals >= AS_GOOD_AS_FULL && digits >= AS_GOOD_AS_FULL) return false;
  const alike = all.filter((field) => field.decimals === decimals);
  const withDecimals = alike.reduce((sum, field) => sum + field.withDecimals, 0);
  return decimals > 0 && (withDecimals >= SHOWN_BY || (digits < AS_GOOD_AS_FULL && withDigits >= SHOWN_BY));
}

/** How far a number may be from what was meant: half of its last digit. */
export function halfLastDigit(value: number, { decimals, digits }: Precision): number {
  const size = Math.abs(value);
  const byDecimals = 10 ** -decimals / 2;
  if (size === 0) return byDecimals;
  const byDigits = 10 ** (Math.floor(Math.log10(size)) + 1 - digits) / 2;
  return Math.max(byDecimals, byDigits, digits <= DIGITS_OF_32_BITS ? size * STEP_OF_32_BITS : 0);
}

/** The greatest length, and some of the different numbers that have it. */
class Longest {
  length = 0;
  readonly values = new Set<number>();

  add(length: number, value: number): void {
    if (length < this.length) return;
    if (length > this.length) this.values.clear();
    this.length = length;
    if (this.values.size < SHOWN_BY) this.values.add(value);
  }
}
