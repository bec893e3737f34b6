import { WaRoutingError } from "@wa-routing/protocol";
import {
  type ClusterState,
  type Container,
  type Deployment,
  type InferencePool,
  isSelected,
  type Service,
} from "./cluster-state.ts";
import { flagOf } from "./container-flags.ts";
import { selectorText } from "./label-selector.ts";

/** A part of a gateway that was found: what runs it. */
export interface FoundPart {
  readonly deployment: string;
  /** Its pods, as kubectl's `--selector`. */
  readonly selector: string;
  readonly container: string;
  readonly image: string;
  readonly replicas: number;
  /** The processor time that it asks for; a limit counts where it asks for nothing else, as Kubernetes has it. Null: none. */
  readonly cpuRequest: string | null;
}

/** The endpoint picker that the pool names. */
export interface FoundRouter extends FoundPart {
  readonly metricsPort: number;
  /** Its `-v`; the inference extension's default where no flag says so. */
  readonly verbosity: number;
  readonly tracing: boolean;
  /** How it was called: command and arguments. */
  readonly words: readonly string[];
}

/** What takes requests. */
export interface FoundEnvoy extends FoundPart {
  readonly port: number;
  /** As its flag says; Envoy's default is info. */
  readonly logLevel: string;
}

/**
 * `ours` has a gate and lists arrivals; `sim-admin` is an llm-d-inference-sim that has a gate; `sim` one that has none; `other` any
 * model server, which can only be held by requests that block it.
 */
export type ModelServerKind = "ours" | "sim-admin" | "sim" | "other";

/** The model servers that the pool selects. */
export interface FoundModelServers extends FoundPart {
  readonly kind: ModelServerKind;
  readonly port: number;
  /** Where the admin side of ours listens; null: it has none. */
  readonly adminPort: number | null;
  /** The models that its arguments name, under which requests ask for them; empty: they name none. */
  readonly models: readonly string[];
}

/** What a namespace holds of a gateway; null: it was not found. */
export interface FoundGateway {
  readonly pool: string | null;
  readonly router: FoundRouter | null;
  readonly envoy: FoundEnvoy | null;
  readonly modelServers: FoundModelServers | null;
}

const METRICS_PORT = 9090;
const VERBOSITY = 2;
/** The first llm-d-inference-sim whose waiting gauge can be set: docs/api.md of that project. */
const SIM_WITH_GATE = [0, 9, 2] as const;

/**
 * Finds a gateway by its InferencePool, the Service that this names, and labels.
 *
 * @param envoyService Name and port of the Service that takes requests, where somebody has said so.
 * @throws WaRoutingError `GATEWAY_NOT_FOUND` where several could be meant, or a Service that was named is not there.
 */
export function findGateway(
  state: ClusterState,
  envoyService: { readonly name: string; readonly port: number } | null = null,
): FoundGateway {
  const pool = onlyPool(state);
  const picker = state.services.find(({ metadata }) => metadata.name === pool?.spec.endpointPickerRef.name);
  const router = picker === undefined ? null : selectedBy(state, picker.spec.selector);
  const servers = pool === null ? null : selectedBy(state, pool.spec.selector.matchLabels);
  const others = state.deployments.filter((deployment) => deployment !== router && deployment !== servers);
  return {
    pool: pool?.metadata.name ?? null,
    router: router === null ? null : foundRouter(router),
    envoy: foundEnvoy(state, others, envoyService),
    modelServers: servers === null || pool === null ? null : foundModelServers(servers, pool),
  };
}

function onlyPool({ pools }: ClusterState): InferencePool | null {
  if (!pools.listed) return null;
  const [pool = null, second] = pools.pools;
  if (second === undefined) return pool;
  const names = pools.pools.map(({ metadata }) => metadata.name).join(", ");
  throw notFound(`the namespace has several InferencePools: ${names}`, "give the addresses of the one that is meant");
}

function selectedBy({ deployments }: ClusterState, selector: Readonly<Record<string, string>>): Deployment | null {
  return deployments.find(({ spec }) => isSelected(spec.template.metadata.labels, selector)) ?? null;
}

function partOf(deployment: Deployment, container: Container): FoundPart {
  return {
    deployment: deployment.metadata.name,
    selector: selectorText(deployment.spec.selector.matchLabels),
    container: container.name,
    image: container.image,
    replicas: deployment.spec.replicas,
    cpuRequest: container.resources.requests.cpu ?? container.resources.limits.cpu ?? null,
  };
}

/** The container that is meant: the one that fits, else the first. */
function containerOf({ spec }: Deployment, fits: (container: Container) => boolean): Container {
  const { containers } = spec.template.spec;
  return containers.find(fits) ?? (containers[0] as Container);
}

function foundRouter(deployment: Deployment): FoundRouter {
  const container = containerOf(deployment, ({ args }) => args.some((arg) => arg.startsWith("--pool-name")));
  const metrics = container.ports.find(({ name }) => name === "metrics")?.containerPort;
  return {
    ...partOf(deployment, container),
    metricsPort: Number(flagOf(container, "metrics-port") ?? metrics ?? METRICS_PORT),
    verbosity: Number(flagOf(container, "v") ?? VERBOSITY),
    tracing: flagOf(container, "tracing") !== "false",
    words: [...container.command, ...container.args],
  };
}

function foundEnvoy(
  state: ClusterState,
  others: readonly Deployment[],
  named: { readonly name: string; readonly port: number } | null,
): FoundEnvoy | null {
  const isEnvoy = ({ image, command, name }: Container) => /envoy/.test([image, command[0], name].join(" "));
  if (named !== null) {
    const service = state.services.find(({ metadata }) => metadata.name === named.name);
    if (service === undefined) throw notFound(`there is no Service ${named.name}`, "correct --envoy-url");
    const deployment = selectedBy(state, service.spec.selector);
    if (deployment === null) throw notFound(`no Deployment is behind Service ${named.name}`, "correct --envoy-url");
    const container = containerOf(deployment, isEnvoy);
    return envoyOf(deployment, container, podPort(service, named.port, container));
  }
  const deployment = others.find(({ spec }) => spec.template.spec.containers.some(isEnvoy));
  if (deployment === undefined) return null;
  const container = containerOf(deployment, isEnvoy);
  const service = state.services.find(({ spec }) =>
    isSelected(deployment.spec.template.metadata.labels, spec.selector),
  );
  const [first] = service?.spec.ports ?? [];
  return service === undefined || first === undefined
    ? null
    : envoyOf(deployment, container, podPort(service, first.port, container));
}

function envoyOf(deployment: Deployment, container: Container, port: number): FoundEnvoy {
  return { ...partOf(deployment, container), port, logLevel: flagOf(container, "log-level") ?? "info" };
}

/** Where a Service's port leads to in its pods. */
function podPort({ metadata, spec }: Service, port: number, { ports }: Container): number {
  const entry = spec.ports.find((each) => each.port === port);
  if (entry === undefined) {
    const there = spec.ports.map((each) => each.port).join(", ");
    throw notFound(`Service ${metadata.name} has no port ${port}, but ${there}`, "correct the port in --envoy-url");
  }
  const { targetPort = port } = entry;
  if (typeof targetPort === "number") return targetPort;
  return ports.find(({ name }) => name === targetPort)?.containerPort ?? port;
}

function foundModelServers(deployment: Deployment, { spec }: InferencePool): FoundModelServers {
  const isOurs = ({ args }: Container) => args.includes("serve") && args.includes("model-server");
  const container = containerOf(deployment, isOurs);
  const named = container.ports.find(({ name }) => name === "admin")?.containerPort;
  // Without either it listens on any free port: nobody can say on which.
  const adminPort = Number(flagOf(container, "admin-port") ?? named ?? 0) || null;
  const kind = !isOurs(container) ? simKind(container.image) : adminPort === null ? "other" : "ours";
  const port = spec.targetPorts[0]?.number ?? 8000;
  return {
    ...partOf(deployment, container),
    kind,
    port,
    adminPort: kind === "ours" ? adminPort : null,
    models: modelsIn(container),
  };
}

// Of ours, of vLLM and llm-d-inference-sim: what a model is called goes before what it is.
function modelsIn(container: Container): string[] {
  const named = ["models", "served-model-name", "model"].map((flag) => flagOf(container, flag)).find(Boolean);
  return named?.split(",") ?? [];
}

function simKind(image: string): ModelServerKind {
  if (!/llm-d-inference-sim/.test(image)) return "other";
  const version = /:v?(\d+)\.(\d+)\.(\d+)/.exec(image)?.slice(1).map(Number);
  if (version === undefined) return "sim";
  const firstDifferent = SIM_WITH_GATE.findIndex((part, index) => version[index] !== part);
  const [least, found] = [SIM_WITH_GATE[firstDifferent] ?? 0, version[firstDifferent] ?? 0];
  return firstDifferent < 0 || found > least ? "sim-admin" : "sim";
}

function notFound(message: string, remedy: string): WaRoutingError {
  return new WaRoutingError(message, {
    code: "GATEWAY_NOT_FOUND",
    field: "--namespace",
    expected: "one gateway, that its InferencePool leads to",
    remedy,
  });
}
