import type { Progress } from "../run/progress.ts";

/** Where a scenario is, on one line: what it does, how long that has taken, and, from the second trial on, how long the rest may take. */
export function progressText({ scenario, trial, trials, step, waitsFor }: Progress, elapsedMs: number): string {
  const where = trial === 0 ? `preparation, ${step}` : `trial ${trial} of ${trials}, ${step}`;
  const waiting = waitsFor === undefined ? "" : ` (${waitsFor})`;
  const done = trial - 1;
  const left = done < 1 ? "" : `, about ${secondsText((elapsedMs / done) * (trials - done))} left at most`;
  return `${scenario}: ${where}${waiting}, ${secondsText(elapsedMs)}${left}`;
}

/** `3 s` */
export function secondsText(ms: number): string {
  return `${Math.round(ms / 1000)} s`;
}

/** A line of progress where nothing is written over: `12.3 s  basic-priority: ended` */
export function timedLine(elapsedMs: number, text: string): string {
  return `${(elapsedMs / 1000).toFixed(1)} s  ${text}\n`;
}
