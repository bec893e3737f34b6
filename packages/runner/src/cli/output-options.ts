import { type Command, Option } from "commander";

/** An option that every command has which prints a result. */
export interface JsonOption {
  readonly json?: boolean;
}

/** Options that every command has which judges: one of the two, or neither. */
export interface OutputOptions extends JsonOption {
  readonly quiet?: boolean;
}

/** The options of a command that judges, and prints what came of it. */
export function addOutputOptions(command: Command, what: string): Command {
  return command
    .addOption(new Option("--json", `print ${what} as JSON`).conflicts("quiet"))
    .option("--quiet", "print the verdict only");
}
