import { appendFileSync } from "node:fs";

/** Says what is not run here and what would run it; where WA_ROUTING_NOT_RUN names a file, the gate repeats it at its end. */
export function notRun(what: string, why: string): void {
  const line = `not run: ${what}: ${why}\n`;
  process.stderr.write(line);
  const file = process.env.WA_ROUTING_NOT_RUN;
  if (file !== undefined) appendFileSync(file, line);
}
