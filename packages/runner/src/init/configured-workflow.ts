import { stringify } from "yaml";
import type { ConfigFile } from "../cli/option-sources.ts";
import type { EnvironmentKind } from "../gateway/environment-kind.ts";
import { EPP_ORDERINGS } from "../gateway/epp-names.ts";
import { type GatewayOptionName, gatewayOptions } from "../gateway/gateway-options.ts";
import { environmentOf } from "../gateway/option-environment.ts";
import { readGatewayChoice } from "../gateway/read-gateway-choice.ts";

/** What a workflow takes over from a configuration file, which the action does not read. */
export interface ConfiguredWorkflow {
  /** The name of the configuration file. */
  readonly file: string;
  readonly environment: EnvironmentKind;
  /** Lines of YAML, an input of the action each; the environment is not among them. */
  readonly inputs: readonly string[];
  /** Options that are no inputs of the action. */
  readonly left: readonly string[];
}

/** Options of `run` that are inputs of the action, beside those that say which gateway. */
const OTHER_INPUTS: ReadonlyMap<string, string> = new Map([
  ["scenario", "scenarios"],
  ["trials", "trials"],
  ["seed", "seed"],
]);

/**
 * Reads a configuration file as inputs of the action.
 *
 * @throws WaRoutingError `OPTION_INVALID`, `OPTION_MISSING` where its options name no gateway.
 */
export function configuredWorkflow({ name, entries }: ConfigFile): ConfiguredWorkflow {
  const texts = new Map(entries.map(({ option, value }) => [option, textOf(option, value)]));
  const { ordering: orderings, ...choice } = readGatewayChoice((option) => texts.get(option));
  const ordering = EPP_ORDERINGS.find((one) => one === orderings?.[0]);
  const inputs: string[] = [];
  const left: string[] = [];
  for (const [option, text] of texts) {
    const secret = option.replace(/-file$/, "");
    const input = OTHER_INPUTS.get(option) ?? option;
    if (option === "environment") continue;
    if (isGatewayOption(secret) && gatewayOptions[secret].value.kind === "secret") {
      const secretName = secret.toUpperCase().replaceAll("-", "_");
      inputs.push(`${secret}: \${{ secrets.${secretName} }} # a secret of the repository: what is in ${text}`);
    } else if (isGatewayOption(option) || OTHER_INPUTS.has(option)) inputs.push(`${input}: ${scalar(text)}`);
    else left.push(option);
  }
  const environment = environmentOf({ ...choice, ...(ordering === undefined ? {} : { ordering }) });
  return { file: name, environment, inputs, left };
}

function isGatewayOption(name: string): name is GatewayOptionName {
  return Object.hasOwn(gatewayOptions, name);
}

function textOf(option: string, value: unknown): string {
  return Array.isArray(value) ? value.join(option === "header" ? "\n" : ",") : String(value);
}

/** In one line, whatever is in it. */
function scalar(text: string): string {
  return stringify(text, { blockQuote: false, lineWidth: 0 }).trimEnd();
}
