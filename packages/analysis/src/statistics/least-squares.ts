/** A sum of squares below this is rounding. */
const LEAST_PIVOT = 1e-12;

/** Normal equations with elimination: such a matrix needs no pivoting. Null when a weight cannot be told from the data. */
export function leastSquares(rows: readonly number[][], values: readonly number[], size: number): number[] | null {
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
