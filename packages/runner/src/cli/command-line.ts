import { CommanderError } from "commander";
import { createProgram } from "./program.ts";

/** Carries out a command line. What goes wrong is printed, and sets the exit code; nothing is thrown. */
export async function carryOutCommandLine(args: readonly string[]): Promise<void> {
  try {
    await createProgram().parseAsync(args, { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
    else (await import("./print-error.ts")).printError(error);
  }
}
