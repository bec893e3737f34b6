import { type EppFlavour, ORDERING_PLUGINS } from "./epp-flavour.ts";
import { givenEpp } from "./given-epp.ts";

const named = { title: "endpoint picker on a Kubernetes API", variable: "WA_ROUTING_FORK_EPP" };
const FORK = "https://github.com/D-Sai-Venkatesh/gateway-api-inference-extension";

/**
 * Any picker that will not start without a Kubernetes API, unmodified; flags and configuration are those of the workload-aware
 * fork of the inference extension. It writes none of the log points.
 */
export const fork = {
  flavour: "fork",
  ...named,
  orderings: ["workload-aware"],
  orderingsBecause:
    "the fork's queue is always ordered by workload: another order needs another build, or a picker with --epp-config",
  discovery: "kubernetes-api",
  score: "built-in",
  // Its image has upstream's name.
  signs: { words: /WorkloadRegistry injection complete/, flag: null, image: null },
  flags: (logVerbosity) => [
    ...["--metrics-endpoint-auth=false", "--tracing=false", "--v", String(logVerbosity)],
    ...["--zap-encoder", "json", "--zap-time-encoding", "rfc3339nano"],
  ],
  find: givenEpp(named, `build one in a checkout of ${FORK}: CGO_ENABLED=0 go build -trimpath -o epp ./cmd/epp`),
  // The ordering has no reference here: in the fork, to declare the plugin is to use it.
  config: ({ ordering }) => ({
    apiVersion: "inference.networking.x-k8s.io/v1alpha1",
    kind: "EndpointPickerConfig",
    featureGates: ["flowControl"],
    plugins: [
      { type: ORDERING_PLUGINS[ordering], name: ORDERING_PLUGINS[ordering] },
      { type: "queue-scorer" },
      { type: "kv-cache-utilization-scorer" },
    ],
    schedulingProfiles: [
      { name: "default", plugins: [{ pluginRef: "queue-scorer" }, { pluginRef: "kv-cache-utilization-scorer" }] },
    ],
  }),
} as const satisfies EppFlavour;
