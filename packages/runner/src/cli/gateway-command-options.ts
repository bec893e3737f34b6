import { WaRoutingError } from "@wa-routing/protocol/sending";
import { type Command, Option } from "commander";
import { anyOf, ENVIRONMENT_TITLES, type EnvironmentKind } from "../gateway/environment-kind.ts";
import type { GatewayOption } from "../gateway/gateway-option.ts";
import { flagOf, type GatewayOptionName, gatewayOptionRows, gatewayOptions } from "../gateway/gateway-options.ts";
import { checkOpenHeader, readSecretFile } from "../gateway/reach.ts";
import { SettingOption, withAlias } from "./alias-option.ts";
import { list, reader } from "./option-values.ts";

/** Whether a command takes one ordering, or several to be compared. */
export type OrderingCount = "one" | "several";

/** Adds the options of the table that belong to some of these environments, under headings; `--environment` is not among them. */
export function addGatewayOptions(command: Command, kinds: readonly EnvironmentKind[], orderings: OrderingCount): void {
  for (const [name, { environments }] of gatewayOptionRows) {
    if (name === "environment" || !environments.some((kind) => kinds.includes(kind))) continue;
    // What up has left running is up anyway, and is ended by down, which deletes what was kept, too.
    if (orderings === "one" && (name === "keep" || name === "hold")) continue;
    command.optionsGroup(headingOf(environments));
    for (const option of gatewayOption(name, orderings)) command.addOption(option);
  }
}

/** An option of the table as commander sees it, and its other name, if it has one. */
export function gatewayOption(name: GatewayOptionName, orderings: OrderingCount = "one"): readonly Option[] {
  const { value, help, alias }: GatewayOption = gatewayOptions[name];
  if (value.kind === "secret") return secretOption(name, help);
  if (value.kind === "flag") return [new Option(`--${name}`, help)];
  if (value.kind === "headers") return [new Option(`--${name} <${value.placeholder}>`, help).argParser(openHeaders)];
  const several = name === "ordering" && orderings === "several";
  const option = several
    ? new Option(`--${name} <${value.placeholder}s>`, `${help}; several, with commas between, are compared`)
    : new Option(`--${name} <${value.placeholder}>`, help);
  if (value.kind === "choice") option.choices(value.of);
  else option.argParser(reader(value));
  if (several) option.argParser(list);
  return alias === undefined ? [option] : withAlias(option, alias);
}

/** A secret is read from a file; an option that would take it on the command line is refused. */
function secretOption(name: GatewayOptionName, help: string): readonly Option[] {
  const flag = flagOf(name);
  const shown = new Option(`--${name} <value>`, `refused: ${flag} FILE`).hideHelp().argParser(() => {
    // Not as commander has it: that would repeat the secret.
    throw new WaRoutingError(`--${name}: others on this machine can read what stands on a command line`, {
      code: "OPTION_INVALID",
      field: `--${name}`,
      expected: `${flag} FILE, with the token in the file`,
    });
  });
  const file = new SettingOption(`${flag} <file>`, `file with the ${help}`, shown.attributeName());
  return [file.argParser((path) => readSecretFile(flag, path)), shown];
}

function openHeaders(line: string, earlier: readonly string[] = []): readonly string[] {
  checkOpenHeader(line);
  return [...earlier, line];
}

function headingOf(environments: readonly EnvironmentKind[]): string {
  const [first, ...others] = environments;
  if (first !== undefined && others.length === 0) return `Environment ${first}, ${ENVIRONMENT_TITLES[first]}:`;
  return `Environment ${anyOf(environments)}:`;
}
