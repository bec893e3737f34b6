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

/** An option that every command has which prints a checklist. */
export interface VerboseOption {
  readonly verbose?: boolean;
}

/** Prints the figures and single observations behind each line, where the checklist is printed as text. */
export function addVerbose(command: Command): Command {
  return command.addOption(
    new Option("--verbose", "also print the figures and observations behind each line").conflicts(["json", "quiet"]),
  );
}
