const STEPS_MS = [1000, 100, 10, 1] as const;

/** The coarsest step that all times (in ms) are told in: 1000 for whole seconds, 100, 10, 1 for whole ms; 0: a finer one. */
export function timeResolutionMs(times: readonly number[]): number {
  return STEPS_MS.find((stepMs) => times.every((ms) => ms % stepMs === 0)) ?? 0;
}
