/** Who goes first in the reference picker's queue: its own policy, or upstream's first come, first served. */
export type EppOrdering = "workload-aware" | "fcfs";

export const EPP_ORDERINGS = ["workload-aware", "fcfs"] as const satisfies readonly EppOrdering[];

const WORKLOAD_AWARE = "workload-aware-ordering-policy";

/**
 * The reference picker's configuration, with every parameter at its default: what epp/config/ holds, as an object.
 *
 * Under `fcfs` the same plugin still reads headers and writes the log points; only the order is upstream's.
 */
export function eppConfig(ordering: EppOrdering) {
  const policy = ordering === "fcfs" ? "fcfs-ordering-policy" : WORKLOAD_AWARE;
  const plugins = [...new Set([WORKLOAD_AWARE, policy, "queue-scorer", "kv-cache-utilization-scorer"])];
  return {
    apiVersion: "inference.networking.x-k8s.io/v1alpha1",
    kind: "EndpointPickerConfig",
    featureGates: ["flowControl"],
    plugins: plugins.map((type) => ({ type })),
    parser: { pluginRef: WORKLOAD_AWARE },
    flowControl: {
      defaultRequestTTL: "0s",
      defaultPriorityBand: { orderingPolicyRef: policy },
      priorityBands: [{ priority: 0, orderingPolicyRef: policy }],
    },
    schedulingProfiles: [
      {
        name: "default",
        plugins: [{ pluginRef: "queue-scorer" }, { pluginRef: "kv-cache-utilization-scorer" }],
      },
    ],
  };
}

/** The list of model servers that the picker reads, in the format of llm-d-router's file-discovery: ports are strings. */
export function endpointsFile(modelServerUrls: readonly string[]) {
  return {
    endpoints: modelServerUrls.map((url, index) => {
      const { hostname, port } = new URL(url);
      return { name: `model-server-${index}`, address: hostname, port };
    }),
  };
}
