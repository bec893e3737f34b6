/** The clock of one run, handed to everybody who writes down a time: monotonic, zero where the run began. */
export interface RunClock {
  /** Where its zero lies on performance.now(), for what counts from there itself. */
  readonly originMs: number;
  /** Since the run began. */
  nowMs(): number;
}

/** Starts the clock of a run that begins now. */
export function startRunClock(): RunClock {
  const originMs = performance.now();
  return { originMs, nowMs: () => performance.now() - originMs };
}
