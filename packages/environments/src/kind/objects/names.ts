/** The namespace that everything is deployed into. */
export const NAMESPACE = "wa-routing";

/** Our InferencePool. */
export const POOL = "model-servers";

/** Labels by which our pool selects its model servers. */
export const POOL_LABELS = { pool: POOL } as const;

/** Where a picker listens in its pod. */
export const EPP_PORTS = { grpc: 9002, health: 9003, metrics: 9090 } as const;

/** Says that an object is ours. */
export const OURS = { "app.kubernetes.io/managed-by": "wa-routing" } as const;

/** A gateway: an endpoint picker with an Envoy before it. `fcfs` is the second one, which is there only while that route is open. */
export const GATEWAYS = {
  main: { epp: "epp", envoy: "envoy" },
  fcfs: { epp: "epp-fcfs", envoy: "envoy-fcfs" },
} as const;

/** The label of the pods of a Deployment of ours; a name that no pool of somebody else's selects by. */
export function labelsOf(name: string): Readonly<Record<string, string>> {
  return { "wa-routing/part": name };
}

export type GatewayNames = (typeof GATEWAYS)[keyof typeof GATEWAYS];

/** Ports of the node, in the range of NodePorts, by what is behind them. */
export const NODE_PORTS = {
  gateway: 30080,
  fcfs: 30081,
  routerMetrics: 30090,
  modelServer: (index: number) => 30100 + 2 * index,
  modelServerAdmin: (index: number) => 30101 + 2 * index,
} as const;

/** Every port that a gateway with so many model servers is reached through. */
export function nodePorts(modelServers: number): number[] {
  const { gateway, fcfs, routerMetrics, modelServer, modelServerAdmin } = NODE_PORTS;
  const indices = Array.from({ length: modelServers }, (_, index) => index);
  return [gateway, fcfs, routerMetrics, ...indices.flatMap((index) => [modelServer(index), modelServerAdmin(index)])];
}

/** The Deployment of a model server. */
export function modelServerName(index: number): string {
  return `model-server-${index}`;
}
