import { CommanderError } from "commander";
import { createProgram } from "./cli/program.ts";

// A reader that goes away (`wa-routing … | head`) is no error.
process.stdout.on("error", () => process.exit(process.exitCode ?? 0));

try {
  await createProgram().parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else (await import("./cli/print-error.ts")).printError(error);
}
