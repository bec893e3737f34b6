import type { Option } from "commander";

/** Where options come from beside the command line. A flag wins over a variable, a variable over the file, the file over the default. */
export interface OptionSources {
  /** The variables of the environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The options of `run` that the configuration file names; null: there is none. */
  readonly config: ConfigFile | null;
}

/** A `wa-routing.config.yaml`, `.js` or `.ts`, read. */
export interface ConfigFile {
  readonly name: string;
  readonly entries: readonly ConfigEntry[];
}

/** One option of a configuration file. */
export interface ConfigEntry {
  /** Without its dashes. */
  readonly option: string;
  readonly value: unknown;
  /** `file:line:column` in YAML, else the file. */
  readonly place: string;
}

/** Nothing but the command line. */
export const NO_SOURCES: OptionSources = { env: {}, config: null };

/** The configuration files that are looked for in the working folder. */
export const CONFIG_FILES = ["wa-routing.config.yaml", "wa-routing.config.js", "wa-routing.config.ts"] as const;

/** What is a property of the machine, and who reads it: these variables are read where something is looked for, and choose no environment. */
export const MACHINE_VARIABLES: ReadonlyMap<string, string> = new Map([
  ["WA_ROUTING_EPP_BIN", "whatever starts standalone"],
  ["WA_ROUTING_ENVOY_BIN", "whatever starts standalone"],
  ["WA_ROUTING_KIND_NODE_IMAGE", "whatever makes a kind cluster"],
]);

/** The variable that gives an option: `WA_ROUTING_ENVOY_URL` for `--envoy-url`. */
export function variableOf({ long }: Pick<Option, "long">): string {
  return `WA_ROUTING_${(long ?? "").replace(/^--/, "").replaceAll("-", "_").toUpperCase()}`;
}

/** Where options came from that a message names and nobody typed, a line each. */
export function originsIn(message: string, givenBy: ReadonlyMap<string, string>): string {
  const named = [...givenBy].filter(([flag]) => new RegExp(`${flag}(?![\\w-])`).test(message));
  return named.map(([flag, place]) => `\n  ${flag} was given by ${place}`).join("");
}
