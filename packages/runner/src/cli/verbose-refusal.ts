import { WaRoutingError } from "@wa-routing/protocol";
import type { VerboseOption } from "./output-options.ts";

/**
 * A comparison of orderings has no figures behind its lines.
 *
 * @throws WaRoutingError `OPTION_INVALID`
 */
export function refuseVerbose({ verbose }: VerboseOption, what: string): void {
  if (verbose !== true) return;
  throw new WaRoutingError(`--verbose cannot be combined with ${what}`, {
    code: "OPTION_INVALID",
    field: "--verbose",
    expected: "a checklist that is printed as text",
  });
}
