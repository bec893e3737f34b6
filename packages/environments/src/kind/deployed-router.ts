import { randomBytes } from "node:crypto";
import type { KubernetesObject } from "../kubernetes/apply-objects.ts";
import type { Kubectl } from "../kubernetes/kubectl.ts";
import { type EppConfig, eppConfigOf } from "../standalone/epp-config.ts";
import { eppFlavours } from "../standalone/flavour/epp-flavours.ts";
import type { Cluster } from "./cluster/cluster.ts";
import type { ClusterAccess } from "./cluster-access.ts";
import type { KindImages } from "./images/kind-images.ts";
import type { LoadedImage } from "./images/load-image.ts";
import type { KindOptions } from "./kind-options.ts";
import { envoyObjects, eppObjects } from "./objects/gateway-objects.ts";
import type { GatewayNames } from "./objects/names.ts";
import type { ProcessorShares } from "./objects/processor-shares.ts";

/** What a gateway is deployed with. */
export interface DeployedWith {
  readonly cluster: Cluster;
  readonly kubectl: Kubectl;
  readonly access: ClusterAccess;
  readonly images: KindImages<LoadedImage>;
  readonly options: KindOptions;
  readonly cpu: ProcessorShares;
}

/** How long a deployment may take until it is whole. */
export const WHOLE_MS = 120_000;

/**
 * The configuration of a gateway's picker.
 *
 * @throws WaRoutingError `OPTION_INVALID` as `startStandalone`.
 */
export function configOf({ epp = "reference", ...written }: KindOptions): EppConfig {
  return eppConfigOf(eppFlavours[epp], written);
}

/** A picker and the Envoy before it. */
export function routerObjects(
  names: GatewayNames,
  config: EppConfig,
  { images, options, cpu }: DeployedWith,
  nodePort: number,
): KubernetesObject[] {
  const { logVerbosity = 2 } = options;
  // The model servers are found by the pool: no list is read.
  const told = { config: config.text("/dev/null"), logVerbosity };
  const start = randomBytes(4).toString("hex");
  return [
    ...eppObjects({ names, image: images.epp.image, cpu: cpu.epp, start, ...told }),
    ...envoyObjects({ names, image: images.envoy.image, nodePort, cpu: cpu.envoy, start }),
  ];
}
