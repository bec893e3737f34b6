/** A workflow command on which the runner acts. */
export interface RunnerCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

/**
 * The commands in a step's log, as GitHub's runner reads them: `::name::` at the start of a line, or `##[name]` anywhere in it, and
 * none between `::stop-commands::word` and `::word::`. Source: actions/runner, ActionCommand.cs and ActionCommandManager.cs.
 */
export function runnerCommands(log: string): RunnerCommand[] {
  const commands: RunnerCommand[] = [];
  let word: string | null = null;
  for (const line of log.split(/\r\n|\r|\n/)) {
    const command = parseLine(line);
    if (command === null) continue;
    if (word !== null) {
      if (command.name === word) word = null;
    } else if (command.name === "stop-commands") word = command.data;
    else commands.push(command);
  }
  if (word !== null) throw new Error("commands were stopped, and never resumed");
  return commands;
}

function parseLine(line: string): RunnerCommand | null {
  const found = /^\s*::([^\s:]+)(?: ([^:]*))?::(.*)$/.exec(line) ?? /##\[([^\s\]]+)(?: ([^\]]*))?\](.*)$/.exec(line);
  if (found === null) return null;
  const [, name = "", properties = "", data = ""] = found;
  const pairs = properties.split(/[,;]/).flatMap((pair) => {
    const [key = "", ...value] = pair.split("=");
    return key === "" ? [] : [[key, unescaped(value.join("="))]];
  });
  return { name, properties: Object.fromEntries(pairs), data: unescaped(data) };
}

function unescaped(text: string): string {
  return text
    .replaceAll("%0D", "\r")
    .replaceAll("%0A", "\n")
    .replaceAll("%3A", ":")
    .replaceAll("%2C", ",")
    .replaceAll("%25", "%");
}
