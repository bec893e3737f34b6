/**
 * How evenly something is shared: 1 when all have the same, 1/n when one has everything; NaN without values.
 *
 * @param values From 0.
 * @see Jain, Chiu, Hawe: A Quantitative Measure of Fairness and Discrimination, DEC-TR-301, 1984
 */
export function jainIndex(values: ArrayLike<number>): number {
  let sum = 0;
  let squares = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] as number;
    sum += value;
    squares += value * value;
  }
  return squares === 0 ? (values.length === 0 ? Number.NaN : 1) : (sum * sum) / (values.length * squares);
}
