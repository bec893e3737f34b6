import { bootId } from "@wa-routing/model-server";
import { type GateDriver, WaRoutingError } from "@wa-routing/protocol";
import type { ConnectOptions } from "./connect-options.ts";
import { blockersGate } from "./gate/blockers-gate.ts";
import type { Gate } from "./gate/gate.ts";
import { modelServerGate } from "./gate/model-server-gate.ts";
import { simAdminGate } from "./gate/sim-admin-gate.ts";
import { vllmPauseGate } from "./gate/vllm-pause-gate.ts";
import { httpText } from "./http-text.ts";
import { orAborted } from "./or-aborted.ts";
import { type RouterMetrics, routerMetrics } from "./router-metrics.ts";
import type { OpenRoute, RunningGateway } from "./running-gateway.ts";
import { servedModels } from "./served-models.ts";
import { watchGateway } from "./watch-gateway.ts";

// Where there is none, as on macOS, a model server of this host tells none either.
const ownClock = bootId();

/**
 * Connects to a gateway that runs already. Nothing is started, and nothing but the gate is changed.
 *
 * @throws WaRoutingError `ENDPOINT_UNREACHABLE` or `ENDPOINT_REFUSED` for an address that does not answer, `GATE_INCOMPLETE`
 *   for a gate without the addresses that it needs, `MODEL_UNKNOWN` when no model was given and none is listed.
 */
export async function connectGateway(options: ConnectOptions, signal?: AbortSignal): Promise<RunningGateway> {
  return await orAborted(connect(options, signal), signal);
}

async function connect(options: ConnectOptions, signal: AbortSignal | undefined): Promise<RunningGateway> {
  const modelServerUrls = (options.modelServerUrls ?? []).map(withoutSlash);
  const adminUrls = (options.modelServerAdminUrls ?? []).map(withoutSlash);
  const gatewayUrl = withoutSlash(options.gatewayUrl);
  const driver = options.gate ?? (adminUrls.length > 0 ? "model-server" : "none");
  const arrivalsUrls = driver === "sim-admin" ? [] : adminUrls;
  const metrics =
    options.routerMetricsUrl === undefined ? null : routerMetrics(options.routerMetricsUrl, options.routerMetricsToken);
  const model = options.model ?? (await firstModel([...modelServerUrls, gatewayUrl], signal));
  const gate = createGate(driver, { modelServerUrls, adminUrls, model, metrics });
  const [clocks] = await Promise.all([
    Promise.all(arrivalsUrls.map((url) => clockOf(url, signal))),
    metrics?.sample(signal),
  ]);
  const routerLog = options.routerLog ?? null;
  return {
    url: gatewayUrl,
    gate,
    metrics,
    description: {
      environment: options.environment ?? "existing",
      gatewayUrl,
      modelServers: modelServerUrls.length > 0 ? modelServerUrls : adminUrls,
      model,
      gate: driver,
      witnesses: { routerLog: routerLog !== null, arrivals: arrivalsUrls.length > 0, routerMetrics: metrics !== null },
      sharedClock: clocks.length > 0 && clocks.every((clock) => clock === ownClock),
      router: { ...options.router },
      ...(options.parameters === undefined ? {} : { parameters: options.parameters }),
    },
    connection: options,
    artifacts: [],
    routes: modelServerUrls[0] === undefined ? {} : { direct: openDirect(modelServerUrls[0]) },
    watch: (observer) => watchGateway({ arrivalsUrls, routerLog }, observer),
    failure: () => null,
    async [Symbol.asyncDispose]() {
      await gate?.[Symbol.asyncDispose]();
    },
  };
}

/** To the first model server: there is nothing to start, and nothing to end. */
function openDirect(url: string): () => Promise<OpenRoute> {
  const end = () => Promise.resolve();
  return () => Promise.resolve({ url, artifacts: [], failure: () => null, [Symbol.asyncDispose]: end });
}

interface GateParts {
  readonly modelServerUrls: readonly string[];
  readonly adminUrls: readonly string[];
  readonly model: string;
  readonly metrics: RouterMetrics | null;
}

function createGate(driver: GateDriver, { modelServerUrls, adminUrls, model, metrics }: GateParts): Gate | null {
  const isEngine = driver === "blockers" || driver === "vllm-pause";
  const needed = isEngine ? modelServerUrls : adminUrls;
  const option = isEngine ? "--model-server-url" : "--model-server-admin-url";
  if (driver !== "none" && needed.length === 0) {
    throw new WaRoutingError(`the gate ${driver} needs ${option}, and none was given`, {
      code: "GATE_INCOMPLETE",
      field: option,
      expected: "the addresses of every model server behind the gateway",
      remedy: `give ${option} URL[,URL], or use --gate none (then no order can be judged)`,
    });
  }
  switch (driver) {
    case "model-server":
      return modelServerGate(adminUrls, metrics);
    case "sim-admin":
      return simAdminGate(adminUrls, metrics);
    case "blockers":
      return blockersGate({ modelServerUrls, model }, metrics);
    case "vllm-pause":
      return vllmPauseGate({ modelServerUrls, model }, metrics);
    case "none":
      return null;
  }
}

async function firstModel(urls: readonly string[], signal: AbortSignal | undefined): Promise<string> {
  const { names, failure } = await servedModels(urls, signal);
  if (names[0] !== undefined) return names[0];
  throw new WaRoutingError(`no model was given, and none is listed by ${urls.join(" or ")} (GET /v1/models)`, {
    code: "MODEL_UNKNOWN",
    field: "--model",
    expected: "the name of a model that the gateway serves",
    remedy: "give --model NAME, and check --envoy-url",
    cause: failure,
  });
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, "");
}

/** Which clock a model server reads. An address says nothing of that: behind loopback may be a forwarded port. */
async function clockOf(adminUrl: string, signal: AbortSignal | undefined): Promise<string | null> {
  const text = await httpText(`${adminUrl}/gate`, { signal });
  try {
    return (JSON.parse(text) as { readonly bootId: string | null }).bootId;
  } catch {
    return "none of ours";
  }
}
