import type { Check, RunReport } from "@wa-routing/protocol";

/** How long the scenarios took that a check rests on, in both passes, in ms; 0 where it rests on none, or where that is not known. */
export function checkDurationMs({ scenarios }: Pick<Check, "scenarios">, run: RunReport): number {
  const own = run.scenarios.filter(({ scenario }) => scenarios.includes(scenario));
  return own.reduce((sum, { report }) => sum + (report?.durationMs ?? 0), 0);
}

/** How long the scenarios of a run took, in both passes, in ms. */
export function runDurationMs({ scenarios }: RunReport): number {
  return scenarios.reduce((sum, { report }) => sum + (report?.durationMs ?? 0), 0);
}
