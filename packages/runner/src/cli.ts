import { isWaRoutingError } from "@wa-routing/protocol";
import { CommanderError } from "commander";
import { createProgram } from "./cli/program.ts";
import { EXIT_CODES, exitCodeOfError } from "./exit-code.ts";

// A reader that goes away (`wa-routing … | head`) is no error.
process.stdout.on("error", () => process.exit(process.exitCode ?? 0));

try {
  await createProgram().parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : EXIT_CODES.usage;
  } else if (isWaRoutingError(error)) {
    const remedy = error.remedy === undefined ? "" : `\n→ ${error.remedy}`;
    const expected =
      error.expected === undefined || error.code === "SCENARIO_INVALID" ? "" : `\n  expected ${error.expected}`;
    process.stderr.write(`wa-routing: ${error.message}${expected}${remedy}\n`);
    process.exitCode = exitCodeOfError(error);
  } else if (process.exitCode === undefined) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`wa-routing: this is a defect of wa-routing, please report it:\n${text}\n`);
    process.exitCode = EXIT_CODES.environment;
  }
}
