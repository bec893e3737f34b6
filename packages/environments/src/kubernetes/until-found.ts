import { WaRoutingError } from "@wa-routing/protocol";
import { until } from "../until.ts";
import { readClusterState } from "./cluster-state.ts";
import { type FoundGateway, findGateway } from "./found-gateway.ts";
import type { Kubectl } from "./kubectl.ts";
import { untilWhole } from "./until-whole.ts";

const WHOLE_MS = 30_000;

/**
 * The gateway of a namespace, once it is whole.
 *
 * @param gatewayUrl Where requests are to be sent, where that is known.
 * @param waitMs How long it may take until it is there and whole, whatever is amiss until then; undefined: it has to be there, and
 *   what does not mend by itself ends the wait, which takes `wholeMs` at most.
 * @throws WaRoutingError `GATEWAY_NOT_FOUND`, `ENVIRONMENT_NOT_STARTED` with the cause, `KUBECTL_FAILED`
 */
export async function untilFound(
  kubectl: Kubectl,
  gatewayUrl: string | undefined,
  { waitMs, wholeMs = WHOLE_MS }: { readonly waitMs?: number | undefined; readonly wholeMs?: number },
  signal: AbortSignal | undefined,
): Promise<FoundGateway> {
  const service = serviceIn(gatewayUrl, kubectl.namespace);
  const look = async () => findGateway(await readClusterState(kubectl, signal), service);
  const wanted = ({ pool, router, envoy, modelServers }: FoundGateway) => ({
    deployments: [router, envoy, modelServers].flatMap((part) => (part === null ? [] : [part.deployment])),
    inferencePool: pool,
  });
  const isThere = ({ router, envoy, modelServers }: FoundGateway) =>
    router !== null && (envoy !== null || gatewayUrl !== undefined) && modelServers !== null;
  if (waitMs !== undefined) {
    const what = `a gateway in namespace ${kubectl.namespace}`;
    await until(
      {
        what,
        code: "GATEWAY_NOT_FOUND",
        deadlineMs: waitMs,
        everyMs: 1000,
        ...(signal === undefined ? {} : { signal }),
      },
      async () => isThere(await look()) || "no InferencePool with a router, model servers and an Envoy before them",
    );
  }
  const timeoutMs = waitMs ?? wholeMs;
  const changing = waitMs === undefined ? {} : { wanted: async () => wanted(await look()) };
  await untilWhole(kubectl, { ...wanted(await look()), timeoutMs, ...changing }, signal);
  const found = await look();
  if (gatewayUrl === undefined && found.envoy === null) throw noEnvoy(kubectl);
  return found;
}

/** Of `http://envoy.inf-ext-e2e.svc:8081` the Service and its port; null for an address that this host can resolve. */
export function serviceIn(url: string | undefined, namespace: string): { name: string; port: number } | null {
  if (url === undefined) return null;
  const { hostname, port } = new URL(url);
  const [, name, where] = /^([^.]+)\.([^.]+)\.svc(\.|$)/.exec(hostname) ?? [];
  if (name === undefined) return null;
  if (where === namespace) return { name, port: Number(port || 80) };
  throw new WaRoutingError(`--envoy-url names the namespace ${where}, and --namespace ${namespace}`, {
    code: "OPTION_INVALID",
    field: "--envoy-url",
    value: url,
    expected: "one namespace",
  });
}

function noEnvoy(kubectl: Kubectl): WaRoutingError {
  return new WaRoutingError(`namespace ${kubectl.namespace} has no Deployment of Envoy with a Service before it`, {
    code: "GATEWAY_NOT_FOUND",
    field: "--namespace",
    value: kubectl.namespace,
    expected: "something that requests can be sent to",
    remedy: `give --envoy-url, or look: ${kubectl.commandLine(["get", "deployments,services,inferencepools"])}`,
  });
}
