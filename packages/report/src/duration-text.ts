const SECOND_MS = 1000;

/** `0.4 ms`, `98 ms`, `2.1 s`: as exact as a person reads it. Only 0 is `0 ms`. */
export function durationText(ms: number): string {
  const size = Math.abs(ms);
  if (size === 0) return "0 ms";
  if (size < 0.05) return "< 0.1 ms";
  if (size < 9.95) return `${ms.toFixed(1)} ms`;
  if (size < SECOND_MS - 0.5) return `${ms.toFixed(0)} ms`;
  return `${(ms / SECOND_MS).toFixed(size < 99_950 ? 1 : 0)} s`;
}
