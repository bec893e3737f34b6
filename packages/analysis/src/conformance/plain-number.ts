const DIGITS = 6;
const ALL_DIGITS = 17;

/** A number for a sentence, to six digits and without trailing zeros: `0.333333`, `20`. */
export function plainNumber(value: number, digits = DIGITS): string {
  return String(Number(value.toPrecision(digits)));
}

/** Two numbers that differ, to as many digits as it takes to see it. */
export function toldApart(one: number, other: number): readonly [string, string] {
  for (let digits = DIGITS; ; digits++) {
    const told = [plainNumber(one, digits), plainNumber(other, digits)] as const;
    if (told[0] !== told[1] || digits === ALL_DIGITS) return told;
  }
}
