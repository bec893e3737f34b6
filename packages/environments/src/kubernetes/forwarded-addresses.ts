import type { ConnectOptions } from "../connect-options.ts";
import { readIdentity } from "./deployment-identity.ts";
import type { FoundGateway, FoundModelServers, FoundPart, ModelServerKind } from "./found-gateway.ts";
import type { Kubectl } from "./kubectl.ts";
import { metricsToken } from "./metrics-token.ts";
import { onOneConnection } from "./one-connection.ts";
import { type PortForward, startPortForward } from "./port-forward.ts";
import { serviceIn } from "./until-found.ts";

/** What is known of a gateway's addresses already; the rest is found. */
export type GivenAddresses = Omit<ConnectOptions, "gatewayUrl"> & { readonly gatewayUrl?: string };

// What holds the queue of each kind of model server by itself.
const GATES = {
  ours: "model-server",
  "sim-admin": "sim-admin",
  sim: "none",
  other: "none",
} as const satisfies Readonly<Record<ModelServerKind, ConnectOptions["gate"]>>;

/** Long enough for whoever guards a gate to open it when this process has been killed. */
const LINGER_SECONDS = 10;

/**
 * Every address that was given, and a forward for each that was not.
 *
 * @param forwards Receives each forward that was started: they are the caller's to end, also where this throws.
 */
export async function forwardedAddresses(
  kubectl: Kubectl,
  given: GivenAddresses,
  { router, envoy, modelServers }: FoundGateway,
  forwards: PortForward[],
  signal: AbortSignal | undefined,
): Promise<ConnectOptions> {
  /** A forward to each pod of a part. */
  const toPods = async (
    { selector }: FoundPart,
    port: number,
    { most = Number.POSITIVE_INFINITY, linger = 0 } = {},
  ) => {
    const pods = (await readIdentity(kubectl, selector, signal)).slice(0, most);
    const reached = new Set<string>();
    const started = await Promise.allSettled(
      pods.map(async ({ pod }) => {
        const forward = await startPortForward(
          kubectl,
          { pod, port, selector, reached, lingerSeconds: linger },
          signal,
        );
        forwards.push(forward);
        return forward.url;
      }),
    );
    return started.map((each) => {
      if (each.status === "rejected") throw each.reason;
      return each.value;
    });
  };
  const toOne = async (part: FoundPart, port: number) => (await toPods(part, port, { most: 1 }))[0];
  const isInside = given.gatewayUrl !== undefined && serviceIn(given.gatewayUrl, kubectl.namespace) !== null;
  const gatewayGiven = isInside ? undefined : given.gatewayUrl;
  const gate = given.gate ?? (modelServers === null ? undefined : GATES[modelServers.kind]);
  const toServers = async (port: number) =>
    modelServers === null ? undefined : await toPods(modelServers, port, { linger: LINGER_SECONDS });
  const adminPort = modelServers === null ? null : adminPortFor(modelServers, gate);
  // One after the other fails where the first does, and leaves nothing that is still starting.
  const gatewayForwarded = gatewayGiven !== undefined || envoy === null ? undefined : await toOne(envoy, envoy.port);
  const metrics = given.routerMetricsUrl ?? (router === null ? undefined : await toOne(router, router.metricsPort));
  const routerMetricsUrl = given.routerMetricsUrl ?? (metrics === undefined ? undefined : `${metrics}/metrics`);
  const modelServerUrls =
    given.modelServerUrls ?? (modelServers === null ? undefined : await toServers(modelServers.port));
  const modelServerAdminUrls =
    given.modelServerAdminUrls ?? (adminPort === null ? undefined : await toServers(adminPort));
  const routerMetricsToken =
    given.routerMetricsToken ??
    (routerMetricsUrl === undefined ? undefined : await metricsToken(kubectl, routerMetricsUrl, signal));
  return {
    ...given,
    gatewayUrl: gatewayGiven ?? gatewayForwarded ?? "",
    ...(gatewayForwarded === undefined ? {} : await onOneConnection(gatewayForwarded, signal)),
    ...(gate === undefined ? {} : { gate }),
    ...(modelServerAdminUrls === undefined ? {} : { modelServerAdminUrls }),
    ...(modelServerUrls === undefined ? {} : { modelServerUrls }),
    ...(routerMetricsUrl === undefined ? {} : { routerMetricsUrl }),
    ...(routerMetricsToken === undefined ? {} : { routerMetricsToken }),
  };
}

/** Ours lists arrivals at its own, whatever holds the queue; llm-d-inference-sim has it beside what it serves. */
function adminPortFor({ kind, port, adminPort }: FoundModelServers, gate: ConnectOptions["gate"]): number | null {
  if (gate === "sim-admin") return port;
  return kind === "ours" ? adminPort : null;
}
