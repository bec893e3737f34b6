import { isWaRoutingError } from "@wa-routing/protocol";
import { EXIT_CODES, exitCodeOfError } from "../exit-code.ts";

/** Prints what went wrong on standard error, and sets the exit code. Only a defect of this tool shows a stack trace. */
export function printError(error: unknown): void {
  if (isWaRoutingError(error)) {
    const { code, message, expected, remedy } = error;
    const lines = [`wa-routing: ${message}`];
    if (expected !== undefined && code !== "SCENARIO_INVALID") lines.push(`  expected ${expected}`);
    if (remedy !== undefined) lines.push(`→ ${remedy}`);
    process.stderr.write(`${lines.join("\n")}\n`);
    process.exitCode = exitCodeOfError(error);
    return;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`wa-routing: this is a defect of wa-routing, please report it:\n${text}\n`);
  process.exitCode = EXIT_CODES.environment;
}
