/**
 * How evenly something is shared: 1 when all have the same, 1/n when one has everything; NaN without values.
 *
 * @see Jain, Chiu, Hawe: A Quantitative Measure of Fairness and Discrimination, DEC-TR-301, 1984
 */
export function jainIndex(values: readonly number[]): number {
  const sum = values.reduce((total, value) => total + value, 0);
  const squares = values.reduce((total, value) => total + value * value, 0);
  return squares === 0 ? (values.length === 0 ? Number.NaN : 1) : (sum * sum) / (values.length * squares);
}
