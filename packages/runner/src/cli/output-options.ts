import type { Command } from "commander";

/** An option that every command has which prints a result. */
export interface JsonOption {
  readonly json?: boolean;
}

/** Options that every command has which judges. */
export interface OutputOptions extends JsonOption {
  readonly quiet?: boolean;
}

/** The options of a command that judges, and prints what came of it. */
export function addOutputOptions(command: Command, what: string): Command {
  return command.option("--json", `print ${what} as JSON`).option("--quiet", "print the verdict only");
}
