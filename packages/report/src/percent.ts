/** Whole per cents, but never 100 or 0 for what is not quite. */
export function percent(share: number): string {
  const whole = Math.round(share * 100);
  if (whole === 100 && share < 1) return `${Math.floor(share * 1000 + 1e-9) / 10} %`;
  if (whole === 0 && share > 0) return `${(share * 100).toPrecision(1)} %`;
  return `${whole} %`;
}
