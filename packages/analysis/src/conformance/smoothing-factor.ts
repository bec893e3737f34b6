const TOLERANCE = 0.005;

/** The smoothing factor that the steps of averages look like, by the middle one of them; null: the expected one, or there are none. */
export function smoothingFactor(seen: readonly number[], expected: number): number | null {
  const sorted = [...seen].sort((a, b) => a - b);
  const median = sorted[sorted.length >> 1];
  return median === undefined || Math.abs(median - expected) < TOLERANCE ? null : median;
}
