import { rm } from "node:fs/promises";
import { connectGateway } from "../connect-gateway.ts";
import { endsWith } from "../ends-once.ts";
import { applyObjects } from "../kubernetes/apply-objects.ts";
import { createKubectl } from "../kubernetes/kubectl.ts";
import { readingAt } from "../kubernetes/pod-log-source.ts";
import { seePods } from "../kubernetes/pods-seen.ts";
import { recoveryOf } from "../kubernetes/recovery.ts";
import { untilAnswered } from "../kubernetes/until-answered.ts";
import { untilWhole } from "../kubernetes/until-whole.ts";
import { MODEL } from "../model-servers.ts";
import { createEnvironmentFolder } from "../process/environment-folder.ts";
import type { KeepArtifacts } from "../process/environment-parts.ts";
import type { RunningGateway } from "../running-gateway.ts";
import { eppFlavours } from "../standalone/flavour/epp-flavours.ts";
import { warmConnections } from "../warm-connections.ts";
import { allocatableMillis } from "./allocatable-millis.ts";
import type { Cluster } from "./cluster/cluster.ts";
import type { ClusterAccess } from "./cluster-access.ts";
import { configOf, type DeployedWith, routerObjects, WHOLE_MS } from "./deployed-router.ts";
import { openFcfs } from "./fcfs-route.ts";
import type { KindImages } from "./images/kind-images.ts";
import type { LoadedImage } from "./images/load-image.ts";
import type { KindOptions } from "./kind-options.ts";
import { ENVOY_PORTS, EPP_PORTS, eppMetricsObject } from "./objects/gateway-objects.ts";
import { MODEL_SERVER_PORTS, modelServerObjects } from "./objects/model-server-objects.ts";
import { GATEWAYS, modelServerName, NAMESPACE, NODE_PORTS, POOL } from "./objects/names.ts";
import { accessObjects, poolObject } from "./objects/namespace-objects.ts";
import { processorShares } from "./objects/processor-shares.ts";
import { metricsToken, prepareCluster } from "./prepare-cluster.ts";
import { diagnosticsOf, PODS, podsRunning, watchPods } from "./watch-pods.ts";

const { main } = GATEWAYS;
const RECOVERY_MS = 60_000;

/**
 * Deploys a gateway into a cluster, in place of the one before, and waits until it is whole and answers. Ended, it stays until the
 * next one takes its place, or the cluster ends.
 *
 * @param access How it is reached: the caller's to end, as late as it is to be reached.
 * @param keep Receives what Kubernetes says of one that does not start.
 * @throws WaRoutingError `ENVIRONMENT_NOT_STARTED` with the cause.
 */
export async function deployGateway(
  cluster: Cluster,
  access: ClusterAccess,
  images: KindImages<LoadedImage>,
  options: KindOptions,
  signal: AbortSignal | undefined,
  keep: KeepArtifacts = () => undefined,
): Promise<RunningGateway> {
  const kubectl = createKubectl({ kubeconfig: cluster.kubeconfig, namespace: NAMESPACE });
  const folder = await createEnvironmentFolder();
  const remove = async () => await rm(folder, { recursive: true, force: true });
  try {
    await prepareCluster(kubectl, signal);
    const cpu = processorShares(await allocatableMillis(kubectl, signal), options.modelServers ?? 1);
    const deployed = { cluster, kubectl, access, images, options, cpu };
    await deploy(deployed, signal);
    const gateway = await connect(deployed, signal);
    const seen = await seePods(kubectl, PODS, signal);
    return {
      ...watchPods(gateway, seen, kubectl, folder, signal),
      failure: () => gateway.failure() ?? access.failure(),
      recovered: recoveryOf({
        seen,
        whole: async (now) => await untilWhole(kubectl, { ...whole(options), timeoutMs: RECOVERY_MS }, now),
        answered: async (now, deadlineMs) => await untilAnswered({ url: gateway.url, model: MODEL }, now, deadlineMs),
        restartEnvoy: async (now) =>
          await kubectl.run(["rollout", "restart", `deployment/${main.envoy}`], { signal: now }),
      }),
      ...endsWith(gateway, remove),
    };
  } catch (error) {
    if (signal?.aborted !== true) keep(await diagnosticsOf(kubectl, folder));
    await remove();
    throw error;
  }
}

async function deploy(deployed: DeployedWith, signal: AbortSignal | undefined): Promise<void> {
  const { kubectl, images, options, cpu } = deployed;
  const { modelServers: count = 1, seed = 1, ttftMs = 1, itlMs = 1, slots = 0 } = options;
  const served = { count, model: MODEL, seed, ttftMs, itlMs, slots, cpu: cpu.modelServer };
  const objects = [
    ...accessObjects(),
    poolObject(main.epp, EPP_PORTS.grpc),
    ...modelServerObjects({ ...served, image: images.modelServer.image }),
    ...routerObjects(main, configOf(options), deployed, NODE_PORTS.gateway),
    eppMetricsObject(main),
  ];
  await applyObjects(kubectl, objects, signal);
  await untilWhole(kubectl, { ...whole(options), timeoutMs: WHOLE_MS }, signal);
}

async function connect(deployed: DeployedWith, signal: AbortSignal | undefined): Promise<RunningGateway> {
  const { cluster, kubectl, access, images, options } = deployed;
  const { logVerbosity = 2, epp = "reference" } = options;
  const config = configOf(options);
  const flavour = eppFlavours[epp];
  const indices = indicesOf(options);
  const gatewayUrl = await access.url(
    { app: main.envoy, port: ENVOY_PORTS.http, nodePort: NODE_PORTS.gateway },
    signal,
  );
  /** One after the other: where the first fails, nothing is left that is still starting. */
  const modelServers = async (port: number, nodePort: (index: number) => number) => {
    const urls: string[] = [];
    for (const index of indices) {
      urls.push(await access.url({ app: modelServerName(index), port, nodePort: nodePort(index) }, signal));
    }
    return urls;
  };
  const modelServerUrls = await modelServers(MODEL_SERVER_PORTS.http, NODE_PORTS.modelServer);
  const modelServerAdminUrls = await modelServers(MODEL_SERVER_PORTS.admin, NODE_PORTS.modelServerAdmin);
  const metrics = { app: main.epp, port: EPP_PORTS.metrics, nodePort: NODE_PORTS.routerMetrics };
  const routerMetricsUrl = `${await access.url(metrics, signal)}/metrics`;
  await untilAnswered({ url: gatewayUrl, model: MODEL }, signal);
  await warmConnections(gatewayUrl, indices.length);
  const pods = await podsRunning(
    kubectl,
    [
      { selector: `app=${main.epp}`, image: images.epp },
      { selector: `app=${main.envoy}`, image: images.envoy },
      { selector: `pool=${POOL}`, image: images.modelServer },
    ],
    signal,
  );
  const gateway = await connectGateway(
    {
      environment: "kind",
      gatewayUrl,
      modelServerUrls,
      modelServerAdminUrls,
      routerMetricsUrl,
      routerMetricsToken: await metricsToken(kubectl, signal),
      routerLog: {
        source: "pod",
        cluster: { kubeconfig: cluster.kubeconfig, namespace: NAMESPACE },
        selector: `app=${main.epp}`,
        container: main.epp,
        reading: readingAt(logVerbosity),
      },
      model: MODEL,
      router: {
        name: flavour.title,
        flavour: flavour.flavour,
        ordering: config.ordering,
        verbosity: String(logVerbosity),
        cluster: cluster.name,
        namespace: NAMESPACE,
      },
      ...(config.parameters === undefined ? {} : { parameters: config.parameters }),
    },
    signal,
  );
  const described = { ...gateway, description: { ...gateway.description, pods } };
  // Beside a router that serves first come, first served, a second one of that kind would say nothing; only ours has that ordering.
  if (config.ordering === "fcfs" || epp !== "reference") return described;
  const fcfs = (routeSignal?: AbortSignal) => openFcfs(deployed, modelServerUrls, routeSignal);
  return { ...described, routes: { ...gateway.routes, fcfs } };
}

function whole(options: KindOptions) {
  return {
    deployments: [main.epp, main.envoy, ...indicesOf(options).map(modelServerName)],
    inferencePool: POOL,
  };
}

function indicesOf({ modelServers = 1 }: KindOptions): number[] {
  return Array.from({ length: modelServers }, (_, index) => index);
}
