import { WaRoutingError } from "@wa-routing/protocol";
import { fieldOf, gatewayOptionRows } from "./gateway-options.ts";
import { type OptionValue, readOptionValue } from "./option-value.ts";
import type { OrderingChoice } from "./ordering-choice.ts";

/**
 * The gateway that texts ask for, where no command line reads them: an action's inputs.
 *
 * @param textOf The text of an option, by its name in the table; undefined: it was not given.
 * @throws WaRoutingError `OPTION_INVALID`, with options named as on the command line.
 */
export function readGatewayChoice(textOf: (name: string) => string | undefined): OrderingChoice {
  const given = gatewayOptionRows.flatMap(([name, { value, alias }]) => {
    const text = textOf(name);
    const other = alias === undefined ? undefined : textOf(alias);
    if (text !== undefined && other !== undefined) {
      throw new WaRoutingError(`--${alias} is another name of --${name}`, {
        code: "OPTION_INVALID",
        field: `--${alias}`,
        value: other,
        expected: "one of the two",
      });
    }
    const written = text ?? other;
    if (written === undefined) return [];
    const kind: OptionValue = name === "ordering" ? { kind: "list", placeholder: "orderings" } : value;
    const read = readOption(name, kind, written);
    // A flag that is said not to be given.
    return read === false ? [] : [[fieldOf(name), read]];
  });
  return Object.fromEntries(given) as OrderingChoice;
}

/** The value of an option. @throws WaRoutingError `OPTION_INVALID` */
export function readOption(
  name: string,
  kind: OptionValue,
  text: string,
): string | number | boolean | readonly string[] {
  const found = readOptionValue(kind, text);
  if (found.reading === "value") return found.value;
  throw new WaRoutingError(`--${name} is ${JSON.stringify(text)}`, {
    code: "OPTION_INVALID",
    field: `--${name}`,
    value: text,
    expected: found.expected,
  });
}
