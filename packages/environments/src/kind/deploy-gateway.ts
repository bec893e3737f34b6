import { rm } from "node:fs/promises";
import { connectGateway } from "../connect-gateway.ts";
import { endsOnce } from "../ends-once.ts";
import { applyObjects } from "../kubernetes/apply-objects.ts";
import { createKubectl } from "../kubernetes/kubectl.ts";
import { readingAt } from "../kubernetes/pod-log-source.ts";
import { untilWhole } from "../kubernetes/until-whole.ts";
import { MODEL } from "../model-servers.ts";
import { createEnvironmentFolder } from "../process/environment-folder.ts";
import type { KeepArtifacts } from "../process/environment-parts.ts";
import type { RunningGateway } from "../running-gateway.ts";
import { eppFlavours } from "../standalone/flavour/epp-flavours.ts";
import { warmConnections } from "../warm-connections.ts";
import { allocatableMillis } from "./allocatable-millis.ts";
import type { Cluster } from "./cluster/cluster.ts";
import { configOf, type DeployedWith, routerObjects, urlOf, WHOLE_MS } from "./deployed-router.ts";
import { openFcfs } from "./fcfs-route.ts";
import type { KindImages } from "./images/kind-images.ts";
import type { LoadedImage } from "./images/load-image.ts";
import type { KindOptions } from "./kind-options.ts";
import { EPP_PORTS, eppMetricsObject } from "./objects/gateway-objects.ts";
import { modelServerObjects } from "./objects/model-server-objects.ts";
import { GATEWAYS, modelServerName, NAMESPACE, NODE_PORTS, POOL } from "./objects/names.ts";
import { accessObjects, poolObject } from "./objects/namespace-objects.ts";
import { processorShares } from "./objects/processor-shares.ts";
import { metricsToken, prepareCluster } from "./prepare-cluster.ts";
import { recoveryOf } from "./recovery.ts";
import { untilAnswered } from "./until-answered.ts";
import { diagnosticsOf, podsRunning, watchPods } from "./watch-pods.ts";

const { main } = GATEWAYS;

/**
 * Deploys a gateway into a cluster, in place of the one before, and waits until it is whole and answers. Ended, it stays until the
 * next one takes its place, or the cluster ends.
 *
 * @param keep Receives what Kubernetes says of one that does not start.
 * @throws WaRoutingError `ENVIRONMENT_NOT_STARTED` with the cause.
 */
export async function deployGateway(
  cluster: Cluster,
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
    const deployed = { cluster, kubectl, images, options, cpu };
    await deploy(deployed, signal);
    const gateway = await connect(deployed, signal);
    return {
      ...watchPods(gateway, kubectl, folder, signal),
      ...endsOnce(async () => {
        try {
          await gateway.close();
        } finally {
          await remove();
        }
      }),
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
  await untilWhole(kubectl, { deployments: deploymentsOf(options), inferencePool: POOL, timeoutMs: WHOLE_MS }, signal);
}

async function connect(deployed: DeployedWith, signal: AbortSignal | undefined): Promise<RunningGateway> {
  const { cluster, kubectl, images, options } = deployed;
  const { logVerbosity = 2, epp = "reference" } = options;
  const config = configOf(options);
  const flavour = eppFlavours[epp];
  const indices = indicesOf(options);
  const gatewayUrl = urlOf(cluster, NODE_PORTS.gateway);
  const modelServerUrls = indices.map((index) => urlOf(cluster, NODE_PORTS.modelServer(index)));
  await untilAnswered(gatewayUrl, signal);
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
      modelServerAdminUrls: indices.map((index) => urlOf(cluster, NODE_PORTS.modelServerAdmin(index))),
      routerMetricsUrl: `${urlOf(cluster, NODE_PORTS.routerMetrics)}/metrics`,
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
  const recovered = await recoveryOf({ kubectl, deployments: deploymentsOf(options), gatewayUrl });
  const described = { ...gateway, recovered, description: { ...gateway.description, pods } };
  // Beside a router that serves first come, first served, a second one of that kind would say nothing; only ours has that ordering.
  if (config.ordering === "fcfs" || epp !== "reference") return described;
  const fcfs = (routeSignal?: AbortSignal) => openFcfs(deployed, modelServerUrls, routeSignal);
  return { ...described, routes: { ...gateway.routes, fcfs } };
}

function deploymentsOf(options: KindOptions): string[] {
  return [main.epp, main.envoy, ...indicesOf(options).map(modelServerName)];
}

function indicesOf({ modelServers = 1 }: KindOptions): number[] {
  return Array.from({ length: modelServers }, (_, index) => index);
}
