import type { ConnectOptions } from "../connect-options.ts";
import { createKubectl } from "../kubernetes/kubectl.ts";
import type { KeepArtifacts } from "../process/environment-parts.ts";
import type { RunningGateway } from "../running-gateway.ts";
import { type Cluster, startCluster } from "./cluster/cluster.ts";
import { endLeftClusters } from "./cluster/end-left-clusters.ts";
import { type ClusterAccess, clusterAccess } from "./cluster-access.ts";
import { deployGateway } from "./deploy-gateway.ts";
import { checkNamedImages, type KindImages, loadImages, provideImages } from "./images/kind-images.ts";
import type { LoadedImage } from "./images/load-image.ts";
import type { BundleCommandLine } from "./images/model-server-image.ts";
import type { KindOptions } from "./kind-options.ts";
import { NAMESPACE, nodePorts } from "./objects/names.ts";
import { clearCluster } from "./prepare-cluster.ts";

/** What is up in a cluster, whatever has become of the gateway that a run had of it. */
export interface StandingGateway {
  /** Name of the cluster. */
  readonly cluster: string;
  /** Path of a kubeconfig that names nothing but it. */
  readonly kubeconfig: string;
  readonly namespace: string;
  /** Where it is reached; null: none has come to answer. */
  readonly connection: ConnectOptions | null;
}

/** A kind cluster for gateways that follow each other in it: it is made for the first, and outlives each. */
export interface KindHost {
  /**
   * Deploys a gateway, in place of the one before. Ended, it leaves the cluster.
   *
   * @throws WaRoutingError `ENVIRONMENT_NOT_STARTED` with the cause, `PROGRAM_MISSING` without kind, docker or kubectl.
   */
  start(options: KindOptions, signal?: AbortSignal, keep?: KeepArtifacts): Promise<RunningGateway>;
  /** What is up in it now; null: there is no cluster. */
  standing(): StandingGateway | null;
  /** Ends the cluster, if we made it; else takes what is ours out of it, unless that is to stay. `hasty`: there is no time to wait until it is gone. */
  end(hasty: boolean): Promise<void>;
}

/** @param bundle Writes the program that runs in the image of the model servers. */
export function kindHost(bundle: BundleCommandLine, say: (line: string) => void = onStandardError): KindHost {
  let making: Promise<Cluster> | null = null;
  let loading: Promise<KindImages<LoadedImage>> | null = null;
  let isKept = false;
  let cluster: Cluster | null = null;
  let connection: ConnectOptions | null = null;
  let access: ClusterAccess | null = null;
  const firstStart = async (options: KindOptions, signal: AbortSignal | undefined) => {
    for (const { outcome, text } of await endLeftClusters({ kept: false })) if (outcome !== "gone") say(text);
    await checkNamedImages(options, signal);
    isKept = options.keep ?? false;
    const givenUp = new AbortController();
    const either = signal === undefined ? givenUp.signal : AbortSignal.any([signal, givenUp.signal]);
    making = startCluster({ ...options, nodePorts: nodePorts(options.modelServers ?? 1) }, either);
    const providing = provideImages(options, bundle, say, either);
    making.then(
      (made) => {
        cluster = made;
      },
      () => undefined,
    );
    // One that cannot be had ends the making of the other.
    const both = Promise.all([making, providing]).catch((error: unknown) => {
      givenUp.abort(error);
      throw error;
    });
    loading = both.then(async ([cluster, images]) => await loadImages(images, cluster, signal));
    await loading;
  };
  return {
    async start(options, signal, keep) {
      if (making === null) await firstStart(options, signal);
      if (making === null || loading === null) throw new Error("unreachable: the first start sets both");
      const [made, images] = [await making, await loading];
      connection = null;
      await access?.[Symbol.asyncDispose]();
      access = clusterAccess(made, createKubectl({ kubeconfig: made.kubeconfig, namespace: NAMESPACE }));
      const gateway = await deployGateway({ cluster: made, access, images, options, say }, signal, keep);
      connection = gateway.connection;
      return gateway;
    },
    standing: () =>
      cluster === null
        ? null
        : { cluster: cluster.name, kubeconfig: cluster.kubeconfig, namespace: NAMESPACE, connection },
    async end(hasty) {
      const made = (await making?.catch(() => null)) ?? null;
      making = null;
      cluster = null;
      await access?.[Symbol.asyncDispose]();
      access = null;
      if (made === null) return;
      const { isOurs, kubeconfig } = made;
      if (!isOurs && !isKept) await clearCluster(createKubectl({ kubeconfig, namespace: NAMESPACE }));
      await made.end(hasty);
    },
  };
}

function onStandardError(line: string): void {
  process.stderr.write(`wa-routing: ${line}\n`);
}
