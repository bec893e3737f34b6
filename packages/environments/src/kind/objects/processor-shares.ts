/** Processor time that containers ask for, as Kubernetes writes it: `500m`. */
export interface ProcessorShares {
  readonly epp: string;
  readonly envoy: string;
  readonly modelServer: string;
}

const WANTED = { epp: 500, envoy: 200, modelServers: 200 } as const;
/** Of two gateways, the second one first come, first served, before the same model servers. */
const WANTED_IN_ALL = 2 * (WANTED.epp + WANTED.envoy) + WANTED.modelServers;
/** What the cluster's own programs ask for, and a margin. */
const CLUSTER_MILLIS = 1000;

/**
 * What each container asks for on a node that has so many thousandths of a processor to give: all of it where there is room for
 * two gateways, else less of everything, so that neither of two that are compared is favoured.
 */
export function processorShares(allocatableMillis: number, modelServers: number): ProcessorShares {
  const part = Math.min(1, Math.max(0.1, (allocatableMillis - CLUSTER_MILLIS) / WANTED_IN_ALL));
  const millis = (wanted: number) => `${Math.floor(wanted * part)}m`;
  return {
    epp: millis(WANTED.epp),
    envoy: millis(WANTED.envoy),
    modelServer: millis(WANTED.modelServers / modelServers),
  };
}
