import type { EnvironmentKind } from "./environment-kind.ts";
import type { OptionValue } from "./option-value.ts";

/** An option that says which gateway is tested. */
export interface GatewayOption {
  readonly value: OptionValue;
  /** Where it does something; elsewhere it is refused. One that has a single home means that environment. */
  readonly environments: readonly EnvironmentKind[];
  /** One line, as `--help`, action.yml and docs/options.md print it. */
  readonly help: string;
  /** Options without which it does nothing: whatever its value (`any`), or by value. */
  readonly needs?: Readonly<Record<string, readonly string[]>>;
  /** Options of which it needs any one. */
  readonly needsOneOf?: readonly string[];
  /** Its former name, which still works. */
  readonly alias?: string;
}
