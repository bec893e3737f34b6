import type { RouterParameters } from "@wa-routing/protocol";
import { eppConfigOf } from "./epp-config.ts";
import { eppFlavours } from "./flavour/epp-flavours.ts";
import type { StandaloneOptions } from "./start-standalone.ts";

/**
 * What the picker of a standalone gateway computes with, where that was declared or its configuration says so. Starts nothing.
 *
 * @throws WaRoutingError `OPTION_INVALID` where it cannot be configured so.
 */
export function standaloneParameters({
  epp = "reference",
  ...config
}: StandaloneOptions): RouterParameters | undefined {
  return eppConfigOf(eppFlavours[epp], config).parameters;
}
