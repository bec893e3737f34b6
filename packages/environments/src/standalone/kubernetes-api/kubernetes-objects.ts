import { WaRoutingError } from "@wa-routing/protocol";

/** The metadata of every object here. Nothing ever changes, so there is one resource version. */
export interface ObjectMetadata {
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
  readonly resourceVersion: typeof RESOURCE_VERSION;
  readonly generation: 1;
  readonly labels: Readonly<Record<string, string>>;
}

/** An object as the Kubernetes API gives it. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMetadata;
}

/** A kind of object that the API serves: where, and the objects there are. */
export interface KubernetesResource {
  /** `""` is the core group. */
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly kind: string;
  readonly objects: readonly KubernetesObject[];
}

/** A pool of model servers, as a picker is told of it. */
export interface PoolDescription {
  readonly name: string;
  readonly namespace: string;
  /** `http://127.0.0.1:18000`: all on one address, each on a port of its own. */
  readonly modelServerUrls: readonly string[];
}

export const RESOURCE_VERSION = "1";

const MOST_TARGET_PORTS = 8;

const LABELS = { app: "model-server" };

/**
 * What a cluster with one InferencePool would hold: the pool, one ready pod, and the kinds that a picker watches beside them,
 * without any object.
 *
 * The model servers share one address, so they are one pod with a target port for each: a data-parallel pod, whose ranks the
 * picker treats as endpoints.
 *
 * @throws WaRoutingError `OPTION_INVALID` for more model servers than a pool can hold.
 * @see https://gateway-api-inference-extension.sigs.k8s.io/reference/spec/
 */
export function poolResources({ name, namespace, modelServerUrls }: PoolDescription): KubernetesResource[] {
  if (modelServerUrls.length > MOST_TARGET_PORTS) {
    throw new WaRoutingError(`${modelServerUrls.length} model servers in one InferencePool`, {
      code: "OPTION_INVALID",
      field: "--model-servers",
      value: modelServerUrls.length,
      expected: `at most ${MOST_TARGET_PORTS}: an InferencePool has no more target ports`,
    });
  }
  const metadata = (of: string, uid: string): ObjectMetadata => ({
    ...{ name: of, namespace, uid, resourceVersion: RESOURCE_VERSION, generation: 1, labels: LABELS },
  });
  const podIP = new URL(modelServerUrls[0] ?? "").hostname;
  const pod = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: metadata("model-server", "pod-0"),
    spec: { containers: [{ name: "model-server", image: "model-server" }] },
    status: {
      phase: "Running",
      podIP,
      podIPs: [{ ip: podIP }],
      conditions: [{ type: "Ready", status: "True" }],
    },
  };
  const pool = {
    apiVersion: "inference.networking.k8s.io/v1",
    kind: "InferencePool",
    metadata: metadata(name, "pool-0"),
    spec: {
      selector: { matchLabels: LABELS },
      targetPorts: modelServerUrls.map((url) => ({ number: Number(new URL(url).port) })),
      endpointPickerRef: { name: "epp", port: { number: 9002 } },
    },
  };
  const stable = { group: "inference.networking.k8s.io", version: "v1" };
  const alpha = { group: "inference.networking.x-k8s.io", version: "v1alpha2", objects: [] };
  return [
    { group: "", version: "v1", plural: "pods", kind: "Pod", objects: [pod] },
    { ...stable, plural: "inferencepools", kind: "InferencePool", objects: [pool] },
    { ...alpha, plural: "inferencepools", kind: "InferencePool" },
    { ...alpha, plural: "inferenceobjectives", kind: "InferenceObjective" },
    { ...alpha, plural: "inferencemodelrewrites", kind: "InferenceModelRewrite" },
  ];
}

/** `v1`, `inference.networking.k8s.io/v1`. */
export function apiVersionOf({ group, version }: Pick<KubernetesResource, "group" | "version">): string {
  return group === "" ? version : `${group}/${version}`;
}
