import type { Command } from "commander";

/** `wa-routing help`. */
export function addHelp(program: Command): Command {
  return program
    .command("help")
    .description("prints the help of a command; help environment lists the variables that give options")
    .argument("[command...]", "the command, or environment");
}
