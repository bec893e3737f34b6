import { existsSync } from "node:fs";
import { type Command, CommanderError } from "commander";
import { CONFIG_FILES, type ConfigFile } from "./option-sources.ts";
import { createProgram } from "./program.ts";
import { HELP_FLAGS } from "./settled-command.ts";

/** Carries out a command line. What goes wrong is printed, and sets the exit code; nothing is thrown. */
export async function carryOutCommandLine(args: readonly string[]): Promise<void> {
  let givenBy: ReadonlyMap<string, string> = new Map();
  try {
    const program = createProgram({ env: process.env, config: await configOf(args) });
    givenBy = program.givenBy;
    await program.parseAsync(withoutVainHelp(args, program), { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
    else (await import("./print-error.ts")).printError(error, givenBy);
  }
}

/** The configuration file in the working folder, for the command whose options it holds. */
async function configOf(args: readonly string[]): Promise<ConfigFile | null> {
  if (args.find((word) => !word.startsWith("-")) !== "run" || args.some((word) => HELP_FLAGS.has(word))) return null;
  if (!CONFIG_FILES.some((file) => existsSync(file))) return null;
  return await (await import("./config-file.ts")).readRunConfig(".");
}

/** --help of a command that there is not is no help: the mistake is told. */
function withoutVainHelp(args: readonly string[], program: Command): readonly string[] {
  let command = program;
  for (const word of args) {
    if (command.commands.length === 0) return args;
    if (HELP_FLAGS.has(word)) continue;
    if (word.startsWith("-")) return args;
    const found = command.commands.find((child) => child.name() === word);
    if (found === undefined) return args.filter((one) => !HELP_FLAGS.has(one));
    command = found;
  }
  return args;
}
