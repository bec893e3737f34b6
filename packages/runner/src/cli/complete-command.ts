import tab, { type Command as Completed } from "@bomb.sh/tab";
import { WaRoutingError } from "@wa-routing/protocol";
import type { Argument, Command } from "commander";

const SHELLS = ["bash", "zsh", "fish"];

/** `wa-routing complete` */
export function completeCommand(
  words: readonly string[],
  _options: unknown,
  complete: Command & { parent: Command },
): void {
  const program = complete.parent as Command & { readonly rawArgs: readonly string[] };
  if (program.rawArgs.includes("--")) {
    addCompletions(program);
    tab.parse([...words]);
    return;
  }
  const [shell, ...others] = words;
  if (shell === undefined || !SHELLS.includes(shell) || others.length > 0) {
    throw new WaRoutingError(shell === undefined ? "no shell was named" : `${words.join(" ")} is no shell`, {
      code: shell === undefined ? "OPTION_MISSING" : "OPTION_INVALID",
      field: "SHELL",
      value: shell,
      expected: `one of ${SHELLS.join(", ")}`,
    });
  }
  tab.setup(program.name(), program.name(), shell);
}

/** Every command, its options and arguments, with the values that can be chosen from. */
function addCompletions(command: Command, path = ""): void {
  for (const child of command.createHelp().visibleCommands(command)) {
    const name = `${path} ${child.name()}`.trim();
    const completed = tab.command(name, child.description());
    for (const option of child.createHelp().visibleOptions(child)) {
      const flag = (option.long ?? "").replace(/^--/, "");
      if (option.isBoolean()) completed.option(flag, option.description);
      else completed.option(flag, option.description, offered(option.argChoices));
    }
    for (const argument of child.registeredArguments) addArgument(completed, argument);
    addCompletions(child, name);
  }
}

function addArgument(completed: Completed, argument: Argument): void {
  completed.argument(argument.name(), offered(argument.argChoices), argument.variadic);
}

function offered(choices: readonly string[] = []) {
  return (offer: (value: string, description: string) => void): void => {
    for (const choice of choices) offer(choice, "");
  };
}
