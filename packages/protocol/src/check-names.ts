import type { ErrorCode } from "./error-code.ts";
import { WaRoutingError } from "./wa-routing-error.ts";

/** Every name that options may have; a new option that is forgotten here does not compile. */
export type OptionNames<Options> = Readonly<Record<keyof Options, true>>;

/**
 * Refuses an option that there is none of: what is misspelt would do nothing.
 *
 * @param of Who takes the options, as its caller writes it: `connectGateway`.
 * @throws WaRoutingError with that code, and every name that there is.
 */
export function checkNames<Options extends object>(
  of: string,
  options: Options,
  names: OptionNames<Options>,
  code: ErrorCode,
): void {
  for (const name in options) {
    if (Object.hasOwn(names, name)) continue;
    throw new WaRoutingError(`${of} has no option ${JSON.stringify(name)}`, {
      code,
      field: name,
      expected: `some of ${Object.keys(names).join(", ")}`,
    });
  }
}
