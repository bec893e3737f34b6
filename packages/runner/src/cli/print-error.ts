import { isWaRoutingError } from "@wa-routing/protocol";
import { EXIT_CODES, exitCodeOfError } from "../exit-code.ts";
import { wrongText } from "../interruption/last-resort.ts";
import { originsIn } from "./option-sources.ts";
import { printableMessage } from "./printed.ts";

/**
 * Prints what went wrong on standard error, and sets the exit code.
 *
 * @param givenBy Which variable or line gave an option that nobody typed, by its flag.
 */
export function printError(error: unknown, givenBy: ReadonlyMap<string, string> = new Map()): void {
  const origins = isWaRoutingError(error) ? originsIn(`${error.message} ${error.field}`, givenBy) : "";
  process.stderr.write(`${printableMessage(`wa-routing: ${wrongText(error)}${origins}`)}\n`);
  process.exitCode = isWaRoutingError(error) ? exitCodeOfError(error) : EXIT_CODES.environment;
}
