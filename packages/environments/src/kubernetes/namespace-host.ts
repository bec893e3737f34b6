import { WaRoutingError } from "@wa-routing/protocol";
import { clusterOfContext } from "../kind/cluster/cluster-of-context.ts";
import { loadImage } from "../kind/images/load-image.ts";
import { type BundleCommandLine, buildModelServerImage } from "../kind/images/model-server-image.ts";
import type { RunningGateway } from "../running-gateway.ts";
import { servedModels } from "../served-models.ts";
import { type AdaptedParts, type AdaptTo, adapt as adaptDeployments, QUIET_LEVEL } from "./adaptation.ts";
import { connectFound } from "./connect-found.ts";
import { readIdentity } from "./deployment-identity.ts";
import type { GivenAddresses } from "./forwarded-addresses.ts";
import type { FoundGateway, FoundModelServers } from "./found-gateway.ts";
import { createKubectl, type Kubectl, type KubectlOptions } from "./kubectl.ts";
import { lockNamespace, type NamespaceLock } from "./namespace-lock.ts";
import { pinnedContext } from "./pinned-context.ts";
import { startPortForward } from "./port-forward.ts";
import { putBackAll } from "./put-back.ts";
import { recognisedRouter } from "./recognised-router.ts";
import { untilGatewayAnswers } from "./until-answered.ts";
import { untilFound } from "./until-found.ts";

/** How a deployment is changed for a run. */
export interface AdaptOptions {
  /** The router's `-v`. */
  readonly verbosity: number;
  /** An image of our command line, in the place of model servers that are not ours. Default: in a kind cluster of this host, one of `bundle`. */
  readonly modelServerImage?: string;
  /** Writes the program that runs in it. */
  readonly bundle: BundleCommandLine;
}

/** A gateway in a namespace that is changed, and how it is looked for. */
export interface AdaptedNamespace {
  readonly cluster: KubectlOptions;
  readonly waitMs?: number | undefined;
  readonly adapt: AdaptOptions;
}

/** A namespace whose gateway is changed for connections that follow each other, and put back after the last one. */
export interface NamespaceHost {
  /**
   * Changes what has to be changed, and connects. Ended, the connection leaves it so.
   *
   * @throws WaRoutingError `NAMESPACE_LOCKED` while another run changes it, `OPTION_MISSING` where an image has to be named; as
   *   `connectNamespace`
   */
  start(given: GivenAddresses, options: AdaptedNamespace, signal?: AbortSignal): Promise<RunningGateway>;
  /** Puts everything back, and lets others change it. @throws WaRoutingError `KUBECTL_FAILED`, with the command that tries it again. */
  end(): Promise<void>;
}

/** For the rollouts of what was changed: a picker's own pod needs a quarter of a minute. */
const ADAPTED_MS = 180_000;

interface Locked {
  readonly kubectl: Kubectl;
  readonly lock: NamespaceLock;
}

/** A namespace is locked when it is changed first, for it has to be the original that is kept. */
export function namespaceHost(): NamespaceHost {
  let cluster: (KubectlOptions & { readonly context: string }) | null = null;
  let locked: Locked | null = null;
  let adapted: AdaptedParts = {};
  return {
    async start(given, { cluster: named, waitMs, adapt }, signal) {
      cluster ??= await pinnedContext(named, signal);
      const kubectl = createKubectl(cluster);
      const changed = async () => await untilFound(kubectl, given.gatewayUrl, { wholeMs: ADAPTED_MS }, signal);
      let found: FoundGateway;
      if (locked === null) {
        // A namespace that is yet to come cannot be locked.
        if (waitMs !== undefined) await untilFound(kubectl, given.gatewayUrl, { waitMs }, signal);
        locked = { kubectl, lock: await lockNamespace(kubectl, signal) };
        // What somebody's run that was killed has left: what is changed now has to be the original.
        const left = await putBackAll(kubectl);
        found = left.length > 0 ? await changed() : await untilFound(kubectl, given.gatewayUrl, {}, signal);
      } else {
        found = await changed();
      }
      const modelServers = await modelServersFor({ kubectl, found, given, adapt, context: cluster.context }, signal);
      const { verbosity } = adapt;
      const { router } = found;
      // One that is not known may not know the flag either, and would not start.
      const withoutSpans = router !== null && (await recognisedRouter(kubectl, router, signal)).flavour !== null;
      const parts = await adaptDeployments(kubectl, found, { verbosity, withoutSpans, modelServers }, signal);
      adapted = { ...adapted, ...parts };
      const gateway = await connectFound(
        { cluster, found: withQuietEnvoy(await changed()), adapted: inWords(adapted) },
        given,
        signal,
      );
      try {
        // What was rolled out may be known to one connection of Envoy's and not to another.
        await untilGatewayAnswers(gateway, given, signal);
      } catch (error) {
        await gateway.close();
        throw error;
      }
      const { lock } = locked;
      return { ...gateway, failure: () => lock.lost() ?? gateway.failure() };
    },
    async end() {
      if (locked === null) return;
      const { kubectl, lock } = locked;
      locked = null;
      // Whoever has taken it over has put it back, and changes it now.
      if (lock.lost() !== null) return;
      try {
        await putBackAll(kubectl);
      } finally {
        await lock.release();
      }
    },
  };
}

interface ToAdapt {
  readonly kubectl: Kubectl;
  readonly found: FoundGateway;
  readonly given: GivenAddresses;
  readonly adapt: AdaptOptions;
  readonly context: string;
}

/** What the model servers are exchanged for; null: they are ours, or something else is to hold the queue. */
async function modelServersFor(
  { kubectl, found: { modelServers }, given, adapt, context }: ToAdapt,
  signal: AbortSignal | undefined,
): Promise<AdaptTo["modelServers"]> {
  const isOursWanted = given.gate === undefined || given.gate === "model-server";
  if (modelServers === null || modelServers.kind === "ours" || !isOursWanted) return null;
  const models = await modelsOf(kubectl, modelServers, signal);
  if (adapt.modelServerImage !== undefined) return { image: adapt.modelServerImage, models };
  const kindCluster = await clusterOfContext(kubectl, signal);
  if (kindCluster === null) throw imageMissing(modelServers, context);
  const { image } = await loadImage(await buildModelServerImage(adapt.bundle, signal), kindCluster, signal);
  return { image, models };
}

/** What the model servers serve: ours in their place have to serve the same. */
async function modelsOf(
  kubectl: Kubectl,
  { selector, port, models }: FoundModelServers,
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  const [first] = await readIdentity(kubectl, selector, signal);
  if (first === undefined) return models;
  await using forward = await startPortForward(kubectl, { pod: first.pod, port }, signal);
  const { names } = await servedModels([forward.url], signal);
  return names.length > 0 ? names : models;
}

/** Its flag says what its level was when it began. */
function withQuietEnvoy(found: FoundGateway): FoundGateway {
  return found.envoy === null ? found : { ...found, envoy: { ...found.envoy, logLevel: QUIET_LEVEL } };
}

function inWords(adapted: AdaptedParts): string {
  return Object.values(adapted).join("; ") || "nothing had to be changed";
}

function imageMissing({ deployment, image }: FoundModelServers, context: string): WaRoutingError {
  return new WaRoutingError(
    `--adapt needs --model-server-image: Deployment ${deployment} (${image}) has no gate, and context ${context} is no kind cluster of this host into which ours could be loaded`,
    {
      code: "OPTION_MISSING",
      field: "--model-server-image",
      expected: "an image that the cluster can pull, with wa-routing as its entry point",
      remedy: "give --model-server-image IMAGE, or --gate none: then only the log levels are changed",
    },
  );
}
