import { findEpp } from "../epp-binary.ts";
import { type EppFlavour, ORDERING_PLUGINS } from "./epp-flavour.ts";

const WORKLOAD_AWARE = ORDERING_PLUGINS["workload-aware"];

/** Our own picker, of epp/: upstream v1.5.0 with workload-aware ordering and all log points. */
export const reference = {
  flavour: "reference",
  title: "reference endpoint picker",
  variable: "WA_ROUTING_EPP_BIN",
  orderings: ["workload-aware", "fcfs"],
  orderingsBecause: "the reference endpoint picker has these",
  discovery: "endpoints-flag",
  score: "configured",
  signs: { words: /wa-routing epp build/, flag: "endpoints-file", image: /wa-routing[/-]epp\b/ },
  flags: (logVerbosity) => ["-v", String(logVerbosity)],
  find: findEpp,
  // What epp/config/ holds, with every parameter that was not declared at its default. Under `fcfs` the same plugin still reads headers and writes the
  // log points; only the order is upstream's.
  config({ ordering, parameters }) {
    const policy = ORDERING_PLUGINS[ordering];
    const plugins = [...new Set([WORKLOAD_AWARE, policy, "queue-scorer", "kv-cache-utilization-scorer"])];
    return {
      apiVersion: "inference.networking.x-k8s.io/v1alpha1",
      kind: "EndpointPickerConfig",
      featureGates: ["flowControl"],
      plugins: plugins.map((type) =>
        type === WORKLOAD_AWARE && parameters !== undefined ? { type, parameters } : { type },
      ),
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
  },
} as const satisfies EppFlavour;
