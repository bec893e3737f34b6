import type { SocketAddress } from "../../standalone/envoy-config.ts";
import { EPP_PORTS, type GatewayNames, labelsOf, POOL, POOL_LABELS } from "./names.ts";

type Labels = Readonly<Record<string, string>>;

/** The endpoint picker of a gateway in a cluster: how Envoy, this host and the run's record get to it. */
export interface DeployedPicker {
  /** Its InferencePool, and the labels by which that selects model servers. */
  readonly pool: { readonly name: string; readonly labels: Labels };
  /** Its Service, by name, and the port at which Envoy asks it. */
  readonly service: SocketAddress;
  /** Whether it is asked over TLS; nobody knows its certificate. */
  readonly isTls: boolean;
  /** Deployments that have to be whole. */
  readonly deployments: readonly string[];
  /** Labels of its pods. */
  readonly labels: Labels;
  readonly container: string;
  readonly metricsPort: number;
}

/** One that we deploy ourselves. */
export function ownPicker({ epp }: GatewayNames): DeployedPicker {
  return {
    pool: { name: POOL, labels: POOL_LABELS },
    service: { address: epp, port: EPP_PORTS.grpc },
    isTls: false,
    deployments: [epp],
    labels: labelsOf(epp),
    container: epp,
    metricsPort: EPP_PORTS.metrics,
  };
}
