import { type EppFlavour, ORDERING_PLUGINS } from "./epp-flavour.ts";
import { givenEpp } from "./given-epp.ts";

const named = { title: "llm-d-router", variable: "WA_ROUTING_LLMD_EPP" };

/**
 * The picker of llm-d-router, which knows nothing of workloads: a negative control, and with deadlines a positive one.
 *
 * @see https://github.com/llm-d/llm-d-router, docs/discovery.md
 */
export const llmDRouter = {
  flavour: "llm-d-router",
  ...named,
  orderings: ["fcfs", "slo-deadline"],
  orderingsBecause: "llm-d-router has no ordering by workload; what it is good for here is to be told apart from one",
  discovery: "file-discovery",
  score: "none",
  // It prints all of its flags.
  signs: { words: /allow-experimental-plugins/, flag: "allow-experimental-plugins", image: /\bllm-d-router\b/ },
  flags: (logVerbosity) => [
    ...["--pool-name", "wa-routing", "--pool-namespace", "default", "--tracing=false"],
    ...["--refresh-metrics-interval", "50ms", "-v", String(logVerbosity)],
  ],
  find: givenEpp(named, "build one in a checkout of https://github.com/llm-d/llm-d-router: go build -o epp ./cmd/epp"),
  config({ ordering, endpointsFile }) {
    const policy = ORDERING_PLUGINS[ordering];
    const plugins = [
      policy,
      ...["queue-scorer", "max-score-picker", "single-profile-handler"],
      ...["metrics-data-source", "core-metrics-extractor"],
    ];
    return {
      apiVersion: "llm-d.ai/v1alpha1",
      kind: "EndpointPickerConfig",
      featureGates: ["flowControl"],
      plugins: [
        { name: "file-discovery", type: "file-discovery", parameters: { path: endpointsFile, watchFile: false } },
        ...plugins.map((type) => ({ name: type, type })),
      ],
      schedulingProfiles: [
        { name: "default", plugins: [{ pluginRef: "queue-scorer" }, { pluginRef: "max-score-picker" }] },
      ],
      flowControl: {
        defaultRequestTTL: "0s",
        defaultPriorityBand: { orderingPolicyRef: policy },
        priorityBands: [{ priority: 0, orderingPolicyRef: policy }],
      },
      dataLayer: {
        injectDefaults: false,
        discovery: { pluginRef: "file-discovery" },
        sources: [{ pluginRef: "metrics-data-source", extractors: [{ pluginRef: "core-metrics-extractor" }] }],
      },
    };
  },
} as const satisfies EppFlavour;
