import type { Address } from "@wa-routing/client";
import { bootId } from "@wa-routing/model-server/boot-id";
import { type GateDriver, isWaRoutingError, WaRoutingError } from "@wa-routing/protocol";
import { checkNames, type OptionNames } from "@wa-routing/protocol/sending";
import type { ConnectOptions } from "./connect-options.ts";
import { endsOnce } from "./ends-once.ts";
import { errorMessage } from "./error-message.ts";
import { blockersGate } from "./gate/blockers-gate.ts";
import type { Gate } from "./gate/gate.ts";
import { modelServerGate } from "./gate/model-server-gate.ts";
import { simAdminGate } from "./gate/sim-admin-gate.ts";
import { vllmPauseGate } from "./gate/vllm-pause-gate.ts";
import { asking, gatewayAddresses } from "./gateway-addresses.ts";
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
 * @throws WaRoutingError `ENDPOINT_UNREACHABLE`, `ENDPOINT_REFUSED` or `NOT_AUTHORIZED` for an address that does not answer, `GATE_INCOMPLETE`
 *   for a gate without the addresses that it needs, `MODEL_UNKNOWN` when no model was given and none is listed.
 */
export async function connectGateway(options: ConnectOptions, signal?: AbortSignal): Promise<RunningGateway> {
  return await orAborted(connect(options, signal), signal);
}

async function connect(options: ConnectOptions, signal: AbortSignal | undefined): Promise<RunningGateway> {
  checkNames("connectGateway", options, NAMES, "OPTION_INVALID");
  const addresses = gatewayAddresses(options);
  const { gateway, modelServers, admins } = addresses;
  const driver = options.gate ?? (admins.length > 0 ? "model-server" : "none");
  const arrivals = driver === "sim-admin" ? [] : admins;
  const metrics = addresses.metrics === null ? null : routerMetrics(addresses.metrics);
  const { environment = "existing" } = options;
  if (environment === "existing") await findGateway(gateway, signal);
  const model = options.model ?? (await firstModel([...modelServers, gateway], signal));
  const gate = createGate(driver, { modelServers, admins, model, metrics });
  const [clocks] = await Promise.all([
    Promise.all(arrivals.map((admin) => asking("admin", admin, clockOf(admin, signal)))),
    metrics === null || addresses.metrics === null
      ? undefined
      : asking("metrics", addresses.metrics, metrics.sample(signal)),
  ]);
  const routerLog = options.routerLog ?? null;
  const [direct] = modelServers;
  return {
    url: gateway.url,
    address: gateway,
    gate,
    metrics,
    description: {
      environment,
      gatewayUrl: gateway.url,
      modelServers: (modelServers.length > 0 ? modelServers : admins).map(({ url }) => url),
      model,
      gate: driver,
      witnesses: { routerLog: routerLog !== null, arrivals: arrivals.length > 0, routerMetrics: metrics !== null },
      sharedClock: clocks.length > 0 && clocks.every((clock) => clock === ownClock),
      router: { ...options.router },
      ...(options.parameters === undefined ? {} : { parameters: options.parameters }),
    },
    connection: options,
    artifacts: [],
    routes: direct === undefined ? {} : { direct: openDirect(direct) },
    watch: (observer) => watchGateway({ arrivals, routerLog }, observer),
    failure: () => null,
    ...endsOnce(async () => await gate?.[Symbol.asyncDispose]()),
  };
}

/** Where a gateway must be found by its address, nothing is asked of anybody before it has been. */
async function findGateway(gateway: Address, signal: AbortSignal | undefined): Promise<void> {
  try {
    await asking("gateway", gateway, httpText(gateway, { path: "/v1/models", signal }));
  } catch (error) {
    signal?.throwIfAborted();
    if (!isWaRoutingError(error)) throw error;
    // It need not list its models; and one that is slow to may be quick with what it is for.
    const isThere = error.code === "ENDPOINT_REFUSED" || /_TIMEOUT$/.test(errorCode(error.cause));
    if (!isThere) throw error;
  }
}

function errorCode(error: unknown): string {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: unknown };
  return isWaRoutingError(error) ? errorCode(cause) : String(code);
}

const NAMES: OptionNames<ConnectOptions> = {
  ...{ gatewayUrl: true, headers: true, bearerToken: true, adminToken: true, routerMetricsToken: true, tls: true },
  ...{ modelServerUrls: true, modelServerAdminUrls: true, routerMetricsUrl: true, routerLog: true, gate: true },
  ...{ model: true, router: true, parameters: true, environment: true, oneConnection: true },
};

/** To the first model server: there is nothing to start, and nothing to end. */
function openDirect(address: Address): () => Promise<OpenRoute> {
  const end = () => Promise.resolve();
  return () => Promise.resolve({ address, artifacts: [], failure: () => null, [Symbol.asyncDispose]: end });
}

interface GateParts {
  readonly modelServers: readonly Address[];
  readonly admins: readonly Address[];
  readonly model: string;
  readonly metrics: RouterMetrics | null;
}

function createGate(driver: GateDriver, { modelServers, admins, model, metrics }: GateParts): Gate | null {
  const isEngine = driver === "blockers" || driver === "vllm-pause";
  const needed = isEngine ? modelServers : admins;
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
      return modelServerGate(admins, metrics);
    case "sim-admin":
      return simAdminGate(admins, metrics);
    case "blockers":
      return blockersGate({ modelServers, model }, metrics);
    case "vllm-pause":
      return vllmPauseGate({ modelServers, model }, metrics);
    case "none":
      return null;
  }
}

async function firstModel(addresses: readonly Address[], signal: AbortSignal | undefined): Promise<string> {
  const { names, failure } = await servedModels(addresses, signal);
  if (names[0] !== undefined) return names[0];
  const urls = addresses.map(({ url }) => url).join(" or ");
  const why = failure === undefined ? "" : `: ${errorMessage(failure)}`;
  throw new WaRoutingError(`no model was given, and none is listed by ${urls} (GET /v1/models)${why}`, {
    code: "MODEL_UNKNOWN",
    field: "--model",
    expected: "the name of a model that the gateway serves",
    remedy: "give --model NAME, and check --envoy-url",
    cause: failure,
  });
}
/** Which clock a model server reads. An address says nothing of that: behind loopback may be a forwarded port. */
async function clockOf(admin: Address, signal: AbortSignal | undefined): Promise<string | null> {
  const text = await httpText(admin, { path: "/gate", signal });
  try {
    return (JSON.parse(text) as { readonly bootId: string | null }).bootId;
  } catch {
    return "none of ours";
  }
}
