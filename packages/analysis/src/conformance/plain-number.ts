/** A number for a sentence, to six digits and without trailing zeros: `0.333333`, `20`. */
export function plainNumber(value: number): string {
  return String(Number(value.toPrecision(6)));
}
