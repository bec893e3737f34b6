import type { Command } from "commander";
import { environmentHelp } from "./environment-help.ts";

/** `wa-routing help` */
export function helpCommand(words: readonly string[], _options: unknown, help: Command): void {
  const program = help.parent as Command;
  if (words.length === 1 && words[0] === "environment") {
    process.stdout.write(environmentHelp(program, process.env));
    return;
  }
  let command = program;
  for (const word of words) {
    const found = command.commands.find((child) => child.name() === word);
    if (found === undefined) command.error(`error: there is no command '${words.join(" ")}'`);
    else command = found;
  }
  command.outputHelp();
}
