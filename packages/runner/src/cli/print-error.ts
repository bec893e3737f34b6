import { isWaRoutingError } from "@wa-routing/protocol";
import { EXIT_CODES, exitCodeOfError } from "../exit-code.ts";
import { wrongText } from "../interruption/last-resort.ts";
import { printableMessage } from "./printed.ts";

/** Prints what went wrong on standard error, and sets the exit code. */
export function printError(error: unknown): void {
  process.stderr.write(`${printableMessage(`wa-routing: ${wrongText(error)}`)}\n`);
  process.exitCode = isWaRoutingError(error) ? exitCodeOfError(error) : EXIT_CODES.environment;
}
