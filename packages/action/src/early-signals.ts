import { appendFileSync } from "node:fs";
import { appendValues } from "./workflow/command-file.ts";

// A list of its own: nothing is loaded yet. SIGHUP is last: Node itself catches the others, so it alone shows that we listen to all.
const CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** Until everything is loaded, a signal ends the process at once, and says so. @returns To be called when something else listens. */
export function endOnEarlySignals(): () => void {
  const end = (signal: NodeJS.Signals) => {
    const exitCode = CODES[signal as keyof typeof CODES];
    const { GITHUB_OUTPUT: outputs, GITHUB_STEP_SUMMARY: summary } = process.env;
    appendValues(outputs, { "exit-code": exitCode });
    if (summary) appendFileSync(summary, `> interrupted by ${signal}, before anything was begun\n`);
    process.exit(exitCode);
  };
  const signals = Object.keys(CODES) as (keyof typeof CODES)[];
  for (const signal of signals) process.on(signal, end);
  return () => {
    for (const signal of signals) process.off(signal, end);
  };
}
