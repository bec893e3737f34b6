import { isWaRoutingError } from "@wa-routing/protocol";
import { errorText } from "../error-text.ts";
import { EXIT_CODES, exitCodeOfError } from "../exit-code.ts";
import { printableMessage } from "./printed.ts";

/** Prints what went wrong on standard error, and sets the exit code. Only a defect of this tool shows a stack trace. */
export function printError(error: unknown): void {
  if (isWaRoutingError(error)) {
    process.stderr.write(`${printableMessage(`wa-routing: ${errorText(error)}`)}\n`);
    process.exitCode = exitCodeOfError(error);
    return;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`wa-routing: this is a defect of wa-routing, please report it:\n${printableMessage(text)}\n`);
  process.exitCode = EXIT_CODES.environment;
}
