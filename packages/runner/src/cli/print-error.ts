import { isWaRoutingError } from "@wa-routing/protocol";
import { plainText } from "@wa-routing/report";
import { errorText } from "../error-text.ts";
import { EXIT_CODES, exitCodeOfError } from "../exit-code.ts";
import { printable } from "./printed.ts";

/** Prints what went wrong on standard error, and sets the exit code. Only a defect of this tool shows a stack trace. */
export function printError(error: unknown): void {
  if (isWaRoutingError(error)) {
    process.stderr.write(`${printable(`wa-routing: ${linesOf(errorText(error))}`)}\n`);
    process.exitCode = exitCodeOfError(error);
    return;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`wa-routing: this is a defect of wa-routing, please report it:\n${printable(linesOf(text))}\n`);
  process.exitCode = EXIT_CODES.environment;
}

/** Messages quote what others wrote: each of their lines is one, and moves nothing. */
function linesOf(text: string): string {
  return text.split("\n").map(plainText).join("\n");
}
