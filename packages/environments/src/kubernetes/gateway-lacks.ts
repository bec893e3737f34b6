import {
  DISPATCH_LINES_VERBOSITY,
  DISTURBING_VERBOSITY,
  type GateDriver,
  type GatewayLack,
  QUIET_VERBOSITY,
  type SuccessMetricId,
} from "@wa-routing/protocol";
import type { FoundEnvoy, FoundGateway, FoundModelServers, FoundRouter, ModelServerKind } from "./found-gateway.ts";

/** Checks that need a held queue, and witnesses of its order. */
const ORDER: SuccessMetricId[] = [
  "functional.criticality-order",
  "functional.wait-boost",
  "functional.rate-penalty",
  "functional.default-workload",
  "observability.dispatch-order",
];
/** Checks that the router's log decides. */
const LOG: SuccessMetricId[] = [
  "observability.log-points",
  "observability.scores-match",
  "observability.registry-accurate",
];
/** Levels of Envoy that write nothing, or one line, for a request. */
const QUIET_LEVELS = ["info", "warning", "warn", "error", "critical", "off"];

/** How a gateway is used whose lacks are looked for. */
export interface Use {
  /** What holds its queue, where that has been chosen. */
  readonly gate?: GateDriver;
  /** Whether it is changed for each pass: what one of them cannot show for its log, the other can. */
  readonly isAdapted?: boolean;
}

/** What a deployment, as it is, cannot show, and why. */
export function lacksOf(
  { pool, router, envoy, modelServers }: FoundGateway,
  { gate = "none", isAdapted = false }: Use = {},
): readonly GatewayLack[] {
  return [
    ...(pool === null ? [NO_POOL] : []),
    ...(envoy === null ? [NO_ENVOY] : lacksOfEnvoy(envoy)),
    ...(router === null ? [] : lacksOfRouter(router, isAdapted)),
    ...(modelServers === null ? [] : lacksOfModelServers(modelServers, gate)),
  ];
}

const NO_POOL: GatewayLack = {
  what: "no InferencePool was found, and neither router nor model servers without one",
  checks: [...ORDER, ...LOG],
  remedy: "apply the pool, or give the addresses",
};
const NO_ENVOY: GatewayLack = {
  what: "no Deployment of Envoy with a Service before it was found",
  checks: [...ORDER, ...LOG],
  remedy: "give --envoy-url",
};

function lacksOfRouter({ deployment, replicas, verbosity }: FoundRouter, isAdapted: boolean): GatewayLack[] {
  const lacks: GatewayLack[] = [];
  if (replicas > 1) {
    lacks.push({
      what: `Deployment ${deployment} has ${replicas} replicas, and an order exists only inside one`,
      checks: ORDER,
      remedy: `kubectl scale deployment ${deployment} --replicas 1`,
    });
  }
  if (verbosity >= DISTURBING_VERBOSITY && !isAdapted) {
    const lines = verbosity >= DISPATCH_LINES_VERBOSITY ? "has" : "has not";
    lacks.push({
      what: `the router logs at -v ${verbosity}: that delays requests after their dispatch, so that the model servers see another order, and ${lines} a line for each dispatch`,
      checks: ORDER,
      remedy: `set its -v to ${QUIET_VERBOSITY}, and to ${DISPATCH_LINES_VERBOSITY} for a second run`,
    });
  }
  if (verbosity < QUIET_VERBOSITY) {
    lacks.push({
      what: `the router logs at -v ${verbosity}, which leaves out the [WA-ROUTING] lines`,
      checks: LOG,
      remedy: `set its -v to ${QUIET_VERBOSITY}`,
    });
  }
  return lacks;
}

function lacksOfEnvoy({ logLevel }: FoundEnvoy): GatewayLack[] {
  if (QUIET_LEVELS.includes(logLevel)) return [];
  const what = `Envoy logs at ${logLevel}, which delays requests on their way`;
  return [{ what, checks: ORDER, remedy: "set --log-level warning, or POST /logging?level=warning to its admin page" }];
}

// Of each kind: what it lacks, and what would be better.
const LACKS_OF_KIND: Readonly<Record<ModelServerKind, readonly [what: string, remedy: string] | null>> = {
  ours: null,
  "sim-admin": [
    "lists no arrivals, so that only the router's own log tells the order",
    "put our model server in its place (wa-routing serve model-server)",
  ],
  sim: [
    "has no gate, so that no queue can be held, and lists no arrivals",
    "put our model server in its place (wa-routing serve model-server), or llm-d-inference-sim 0.9.2 or newer",
  ],
  other: [
    "has no gate that is known, so that no queue can be held, and lists no arrivals",
    "put our model server in its place (wa-routing serve model-server), or hold its queue with --gate blockers",
  ],
};

function lacksOfModelServers({ kind, image }: FoundModelServers, gate: GateDriver): GatewayLack[] {
  // Whatever holds the queue of a model server that is not ours, it lists no arrivals.
  const lack = LACKS_OF_KIND[kind !== "ours" && gate !== "none" ? "sim-admin" : kind];
  return lack === null ? [] : [{ what: `model server ${image} ${lack[0]}`, checks: ORDER, remedy: lack[1] }];
}
