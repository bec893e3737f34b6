import type { RouterParameters } from "@wa-routing/protocol";
import { eppParameters } from "../standalone/epp-parameters.ts";
import { eppFlavours } from "../standalone/flavour/epp-flavours.ts";
import { standaloneParameters } from "../standalone/standalone-parameters.ts";
import { imageOfOptions } from "./images/named-epp-image.ts";
import type { KindOptions } from "./kind-options.ts";
import { type EppManifests, readEppManifests } from "./manifests/epp-manifests.ts";

/**
 * What the picker of a gateway in a kind cluster computes with, where that was declared or its configuration says so. Starts nothing.
 *
 * @param manifests What the options name, where it was read already.
 * @throws WaRoutingError `OPTION_INVALID` where it cannot be configured so, or for manifests that cannot be used.
 */
export function kindParameters(
  options: KindOptions,
  manifests: EppManifests | null = manifestsOf(options),
): RouterParameters | undefined {
  if (manifests === null) return standaloneParameters(options);
  const { config } = manifests;
  const file = config === null ? null : { ...config, option: "--epp-manifests" };
  // Which picker it is shows when it runs: what its configuration does not say may be built into it.
  return eppParameters(eppFlavours.fork, { declared: options.parameters, file });
}

function manifestsOf(options: KindOptions): EppManifests | null {
  const { eppManifests } = options;
  return eppManifests === undefined ? null : readEppManifests(eppManifests, imageOfOptions(options));
}
