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
import { type EppManifests, readEppManifests } from "./manifests/epp-manifests.ts";
import { type DeployedPicker, ownPicker } from "./objects/deployed-picker.ts";
import { envoyObjects, eppObjects } from "./objects/gateway-objects.ts";
import { EPP_PORTS, GATEWAYS, type GatewayNames, NODE_PORTS } from "./objects/names.ts";
import { poolObject } from "./objects/namespace-objects.ts";
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

/** A picker that is deployed, its objects and those of the Envoy before it. */
export interface RouterObjects {
  readonly picker: DeployedPicker;
  /** Where others have written it down. */
  readonly manifests: EppManifests | null;
  readonly objects: readonly KubernetesObject[];
}

/**
 * The main router: one that we deploy, or one that manifests do.
 *
 * @throws WaRoutingError `OPTION_INVALID` as {@link readEppManifests}.
 */
export function mainRouter(deployed: DeployedWith): RouterObjects {
  const { images, options, cpu } = deployed;
  const names = GATEWAYS.main;
  const { eppManifests, logVerbosity = 2 } = options;
  if (eppManifests === undefined) {
    const objects = [
      poolObject(names.epp, EPP_PORTS.grpc),
      ...routerObjects(names, configOf(options), deployed, NODE_PORTS.gateway),
    ];
    return { picker: ownPicker(names), manifests: null, objects };
  }
  const manifests = readEppManifests(eppManifests, images.epp.image);
  const { picker } = manifests;
  const start = randomBytes(4).toString("hex");
  const envoy = { envoy: names.envoy, picker, image: images.envoy.image, nodePort: NODE_PORTS.gateway, cpu: cpu.envoy };
  return {
    picker,
    manifests,
    objects: [
      ...manifests.objects({ image: images.epp.image, logVerbosity, start }),
      ...envoyObjects({ ...envoy, start }),
    ],
  };
}

/** A picker of ours and the Envoy before it. */
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
    ...envoyObjects({
      envoy: names.envoy,
      picker: ownPicker(names),
      image: images.envoy.image,
      nodePort,
      cpu: cpu.envoy,
      start,
    }),
  ];
}
