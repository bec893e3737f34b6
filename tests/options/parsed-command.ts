import { createProgram } from "../../packages/runner/src/cli/program.ts";
import type { RunCommandOptions } from "../../packages/runner/src/cli/run-options.ts";
import type { GatewayChoice } from "../../packages/runner/src/gateway/gateway-options.ts";

type Command = ReturnType<typeof createProgram>["commands"][number];

/** Every command, by what is typed. */
export function commandsOf(command: Command, path: readonly string[] = []): [string, Command][] {
  return [
    [path.join(" "), command],
    ...command.commands.flatMap((child) => commandsOf(child, [...path, child.name()])),
  ];
}

/** What the command line makes of the options of `run`, as one gateway. */
export async function parsedRun(...args: string[]): Promise<GatewayChoice> {
  const program = createProgram();
  let found: RunCommandOptions | null = null;
  program.commands
    .find((command) => command.name() === "run")
    ?.action((options: RunCommandOptions) => {
      found = options;
    });
  await program.parseAsync(["run", ...args], { from: "user" });
  const { ordering, ...rest } = found as unknown as RunCommandOptions;
  return { ...rest, ...(ordering === undefined ? {} : { ordering: ordering[0] }) } as GatewayChoice;
}
