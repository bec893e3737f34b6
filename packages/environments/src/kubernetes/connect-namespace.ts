import { connectGateway } from "../connect-gateway.ts";
import { endsOnce } from "../ends-once.ts";
import type { RunningGateway } from "../running-gateway.ts";
import { servedModels } from "../served-models.ts";
import { type Adaptation, type AdaptOptions, adapt as adaptDeployments, QUIET_LEVEL } from "./adaptation.ts";
import { readIdentity } from "./deployment-identity.ts";
import { forwardedAddresses, type GivenAddresses } from "./forwarded-addresses.ts";
import type { FoundGateway } from "./found-gateway.ts";
import { lacksOf } from "./gateway-lacks.ts";
import { createKubectl, type Kubectl, type KubectlOptions } from "./kubectl.ts";
import { readingAt } from "./pod-log-source.ts";
import { type PortForward, startPortForward } from "./port-forward.ts";
import { putBackAll } from "./put-back.ts";
import { pinnedContext, untilFound } from "./until-found.ts";
import { watchIdentity } from "./watch-identity.ts";

/** A gateway in a namespace, and how it is looked for. */
export interface NamespaceOptions {
  readonly cluster: KubectlOptions;
  /** How long it may take until it is whole, whatever is amiss until then. Default: 30 s, and what does not mend by itself ends it. */
  readonly waitMs?: number;
  /** Changes it for as long as it is connected, so that more can be shown with it. Default: nothing is changed. */
  readonly adapt?: AdaptOptions;
}

/** For the rollouts of what was changed: a picker's own pod needs a quarter of a minute. */
const ADAPTED_MS = 180_000;

/**
 * Connects to a gateway in a namespace: what is not given by address is found by the InferencePool and labels, and forwarded to this
 * host. Nothing there is changed, unless that is asked for; then all is put back at the end.
 *
 * @throws WaRoutingError `GATEWAY_NOT_FOUND` where there is none, or several; `ENVIRONMENT_NOT_STARTED` with the cause where it is not
 *   whole; `KUBECTL_FAILED`, `PROGRAM_MISSING`; as `connectGateway`.
 */
export async function connectNamespace(
  given: GivenAddresses,
  { waitMs, adapt, cluster: named }: NamespaceOptions,
  signal?: AbortSignal,
): Promise<RunningGateway> {
  const cluster = await pinnedContext(named, signal);
  const kubectl = createKubectl(cluster);
  const asItIs = await untilFound(kubectl, given.gatewayUrl, { waitMs }, signal);
  const adaptation = adapt === undefined ? null : await adaptFound(kubectl, asItIs, adapt, signal);
  const forwards: PortForward[] = [];
  const end = async () => {
    await Promise.all(forwards.map((forward) => forward[Symbol.asyncDispose]()));
    await adaptation?.putBack();
  };
  try {
    const found =
      adaptation === null
        ? asItIs
        : withQuietEnvoy(await untilFound(kubectl, given.gatewayUrl, { wholeMs: ADAPTED_MS }, signal));
    const addresses = await forwardedAddresses(kubectl, given, found, forwards, signal);
    const watched = [
      { part: found.router, witness: "router-log" },
      { part: found.envoy, witness: "requests" },
      { part: found.modelServers, witness: "arrivals" },
    ] as const;
    const pods = watched.flatMap(({ part, witness }) => (part === null ? [] : [{ selector: part.selector, witness }]));
    const gateway = await connectGateway(
      {
        ...addresses,
        ...(found.router === null || given.routerLog !== undefined
          ? {}
          : {
              routerLog: {
                source: "pod",
                cluster,
                ...{ selector: found.router.selector, container: found.router.container },
                reading: readingAt(found.router.verbosity),
              } as const,
            }),
        router: { ...recordOf(cluster, found), ...adaptedRecord(adaptation), ...given.router },
      },
      signal,
    );
    const lacks = [...lacksOf(found)];
    return {
      ...gateway,
      description: { ...gateway.description, ...(lacks.length === 0 ? {} : { lacks }) },
      watch: async (observer) => await watchIdentity(kubectl, pods, gateway.watch, observer),
      failure: () => gateway.failure() ?? forwards.map((each) => each.failure()).find((text) => text !== null) ?? null,
      ...endsOnce(async () => {
        try {
          await gateway.close();
        } finally {
          await end();
        }
      }),
    };
  } catch (error) {
    await end();
    throw error;
  }
}

/** What somebody's run that was killed has left is put back first: what is changed now has to be the original. */
async function adaptFound(
  kubectl: Kubectl,
  found: FoundGateway,
  options: AdaptOptions,
  signal: AbortSignal | undefined,
): Promise<Adaptation> {
  const putBack = await putBackAll(kubectl);
  const original = putBack.length === 0 ? found : await untilFound(kubectl, undefined, { wholeMs: ADAPTED_MS }, signal);
  const models = await modelsOf(kubectl, original, signal);
  return await adaptDeployments(kubectl, original, { ...options, models }, signal);
}

/** What the model servers serve: ours in their place has to serve the same. */
async function modelsOf(
  kubectl: Kubectl,
  { modelServers }: FoundGateway,
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  if (modelServers === null || modelServers.kind === "ours") return [];
  const [first] = await readIdentity(kubectl, modelServers.selector, signal);
  if (first === undefined) return [];
  await using forward = await startPortForward(kubectl, { pod: first.pod, port: modelServers.port }, signal);
  return (await servedModels([forward.url], signal)).names;
}

/** Its flag says what its level was when it began. */
function withQuietEnvoy(found: FoundGateway): FoundGateway {
  return found.envoy === null ? found : { ...found, envoy: { ...found.envoy, logLevel: QUIET_LEVEL } };
}

function adaptedRecord(adaptation: Adaptation | null): Record<string, string> {
  return adaptation === null ? {} : { adapted: adaptation.changes.join("; ") || "nothing had to be changed" };
}

function recordOf(
  { context, namespace }: KubectlOptions & { context: string },
  { pool, router, envoy, modelServers }: FoundGateway,
) {
  return {
    ...{ namespace, context },
    ...(pool === null ? {} : { pool }),
    ...(router === null ? {} : { image: router.image, verbosity: String(router.verbosity) }),
    ...(envoy === null ? {} : { envoy: envoy.image }),
    ...(modelServers === null ? {} : { modelServer: modelServers.image }),
  };
}
