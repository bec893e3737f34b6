import type { RouterParameters } from "@wa-routing/protocol";
import { eppParameters } from "../standalone/epp-parameters.ts";
import { eppFlavours } from "../standalone/flavour/epp-flavours.ts";
import { standaloneParameters } from "../standalone/standalone-parameters.ts";
import { imageOfOptions } from "./images/epp-image.ts";
import type { KindOptions } from "./kind-options.ts";
import { readEppManifests } from "./manifests/epp-manifests.ts";

/**
 * What the picker of a gateway in a kind cluster computes with, where that was declared or its configuration says so. Starts nothing.
 *
 * @throws WaRoutingError `OPTION_INVALID` where it cannot be configured so, or for manifests that cannot be used.
 */
export function kindParameters(options: KindOptions): RouterParameters | undefined {
  const { eppManifests, parameters: declared } = options;
  if (eppManifests === undefined) return standaloneParameters(options);
  const { config } = readEppManifests(eppManifests, imageOfOptions(options));
  const file = config === null ? null : { ...config, option: "--epp-manifests" };
  // Which picker it is shows when it runs: what its configuration does not say may be built into it.
  return eppParameters(eppFlavours.fork, { declared, file });
}
