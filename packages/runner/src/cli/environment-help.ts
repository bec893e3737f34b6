import { wrapped } from "@wa-routing/report";
import type { Command, Option } from "commander";
import { MACHINE_VARIABLES, variableOf } from "./option-sources.ts";

const HEAD = `Every option can be given by a variable of the environment. A flag wins over a
variable, a variable over wa-routing.config.yaml, .js or .ts (options of run), the
file over the default. An empty variable is none; a switch takes 1 or true, 0 or
false. WA_ROUTING_EPP_BIN, WA_ROUTING_ENVOY_BIN and WA_ROUTING_KIND_NODE_IMAGE say
what this machine has, and choose no environment. * is set now.
`;

const OTHERS = `Others: WA_ROUTING_LLMD_EPP and WA_ROUTING_FORK_EPP, the programs of --epp
llm-d-router and fork; NO_COLOR; CI, no live progress; TMPDIR, XDG_CACHE_HOME,
XDG_STATE_HOME; WA_ROUTING_STACK=1, where a defect of wa-routing lies.
`;

const WIDTH = 80;

/** The text of `wa-routing help environment`: every variable, what it gives, and which commands read it. */
export function environmentHelp(program: Command, env: NodeJS.ProcessEnv): string {
  const rows = new Map<string, { readonly option: Option; readonly commands: string[] }>();
  for (const [name, command] of commandsIn(program)) {
    for (const option of command.options) {
      const variable = variableOf(option);
      const row = rows.get(variable) ?? { option, commands: [] };
      row.commands.push(name);
      rows.set(variable, row);
    }
  }
  const lines = [...rows]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([variable, { option, commands }]) => {
      const readBy = MACHINE_VARIABLES.get(variable) ?? commands.join(", ");
      return [
        `${env[variable] ? "*" : " "} ${variable}`,
        ...wrapped(`${option.flags}: ${option.description}`, WIDTH, "      "),
        ...wrapped(`read by ${readBy}`, WIDTH, "      "),
      ];
    });
  return [HEAD, ...lines, "", OTHERS].join("\n");
}

/** Every command that has options of its own, by what is typed. */
function commandsIn(command: Command, path = ""): [string, Command][] {
  return command.commands.flatMap((child): [string, Command][] => {
    const name = `${path} ${child.name()}`.trim();
    return child.commands.length > 0 ? commandsIn(child, name) : [[name, child]];
  });
}
