import { rm } from "node:fs/promises";
import { connectGateway } from "../connect-gateway.ts";
import { endsWith } from "../ends-once.ts";
import { MODEL, POD_LATENCY } from "../fake-model.ts";
import { applyObjects, type KubernetesObject } from "../kubernetes/apply-objects.ts";
import { untilMended } from "../kubernetes/envoy-mending.ts";
import { createKubectl } from "../kubernetes/kubectl.ts";
import { selectorText } from "../kubernetes/label-selector.ts";
import { readingAt } from "../kubernetes/pod-log-source.ts";
import { seePods } from "../kubernetes/pods-seen.ts";
import { recognisedRouter, recordOf } from "../kubernetes/recognised-router.ts";
import { recoveryOf } from "../kubernetes/recovery.ts";
import { untilReached } from "../kubernetes/until-reached.ts";
import { untilWhole } from "../kubernetes/until-whole.ts";
import { createEnvironmentFolder } from "../process/environment-folder.ts";
import type { KeepArtifacts } from "../process/environment-parts.ts";
import type { RunningGateway } from "../running-gateway.ts";
import { eppFlavours } from "../standalone/flavour/epp-flavours.ts";
import { warmConnections } from "../warm-connections.ts";
import { allocatableMillis } from "./allocatable-millis.ts";
import type { Cluster } from "./cluster/cluster.ts";
import { type ClusterAccess, partOf } from "./cluster-access.ts";
import { configOf, type DeployedWith, mainRouter, type RouterObjects, WHOLE_MS } from "./deployed-router.ts";
import { openFcfs } from "./fcfs-route.ts";
import type { KindImages } from "./images/kind-images.ts";
import type { LoadedImage } from "./images/load-image.ts";
import type { KindOptions } from "./kind-options.ts";
import { kindParameters } from "./kind-parameters.ts";
import type { EppManifests } from "./manifests/epp-manifests.ts";
import { manifestsInvalid } from "./manifests/manifests-invalid.ts";
import { ENVOY_PORTS, eppMetricsObject } from "./objects/gateway-objects.ts";
import { MODEL_SERVER_PORTS, modelServerObjects } from "./objects/model-server-objects.ts";
import { GATEWAYS, modelServerName, NAMESPACE, NODE_PORTS } from "./objects/names.ts";
import { accessObjects } from "./objects/namespace-objects.ts";
import { processorShares } from "./objects/processor-shares.ts";
import { mendingOf } from "./own-envoy.ts";
import { metricsToken, prepareCluster } from "./prepare-cluster.ts";
import { carryingPods, diagnosticsOf, podsRunning, watchPods } from "./watch-pods.ts";

const { main } = GATEWAYS;

/** What is deployed, and where. */
export interface GatewayToDeploy {
  readonly cluster: Cluster;
  /** How it is reached: the caller's to end, as late as it is to be reached. */
  readonly access: ClusterAccess;
  readonly images: KindImages<LoadedImage>;
  readonly options: KindOptions;
  /** Hears what Kubernetes had to say about objects that it took all the same. */
  readonly say: (line: string) => void;
}

/**
 * Deploys a gateway into a cluster, in place of the one before, and waits until it is whole and answers. Ended, it stays until the
 * next one takes its place, or the cluster ends.
 *
 * @param keep Receives what Kubernetes says of one that does not start.
 * @throws WaRoutingError `ENVIRONMENT_NOT_STARTED` with the cause.
 */
export async function deployGateway(
  { cluster, access, images, options, say }: GatewayToDeploy,
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
    const router = mainRouter(deployed);
    const whole = {
      deployments: [...router.picker.deployments, main.envoy, ...serversOf(options)],
      inferencePool: router.picker.pool.name,
    };
    for (const warning of await deploy(deployed, router, signal)) say(warning);
    await untilWhole(kubectl, { ...whole, timeoutMs: WHOLE_MS }, signal);
    const gatewayUrl = await access.url(
      { ...partOf(main.envoy), port: ENVOY_PORTS.http, nodePort: NODE_PORTS.gateway },
      signal,
    );
    const mending = mendingOf(kubectl, { envoy: main.envoy, url: gatewayUrl, wanted: whole });
    if (await untilMended(mending, signal)) say("Envoy did not reach the picker, and was restarted");
    const gateway = await connect(deployed, router, gatewayUrl, signal);
    const seen = await seePods(kubectl, carryingPods(router.picker), signal);
    return {
      ...watchPods(gateway, seen, kubectl, folder, signal),
      failure: () => gateway.failure() ?? access.failure(),
      recovered: recoveryOf({ seen, ...mending }),
      ...endsWith(gateway, remove),
    };
  } catch (error) {
    if (signal?.aborted !== true) keep(await diagnosticsOf(kubectl, folder));
    await remove();
    throw error;
  }
}

/** Returns what Kubernetes had to say. */
async function deploy(
  { kubectl, images, options, cpu }: DeployedWith,
  { picker, objects }: RouterObjects,
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  const { modelServers: count = 1, seed = 1, slots = 0 } = options;
  const { ttftMs = POD_LATENCY.ttftMs, itlMs = POD_LATENCY.itlMs } = options;
  const served = { count, model: MODEL, seed, ttftMs, itlMs, slots, cpu: cpu.modelServer, labels: picker.pool.labels };
  const all = [
    ...accessObjects(),
    ...modelServerObjects({ ...served, image: images.modelServer.image }),
    ...objects,
    eppMetricsObject(picker),
  ];
  refuseTwins(all);
  const { warnings } = await applyObjects(kubectl, all, signal);
  return warnings;
}

async function connect(
  deployed: DeployedWith,
  { picker, manifests }: RouterObjects,
  gatewayUrl: string,
  signal: AbortSignal | undefined,
): Promise<RunningGateway> {
  const { cluster, kubectl, access, images, options } = deployed;
  const { logVerbosity = 2, epp = "reference" } = options;
  const servers = serversOf(options);
  const router = { selector: selectorText(picker.labels), container: picker.container };
  const parameters = kindParameters(options, manifests);
  /** One after the other: where the first fails, nothing is left that is still starting. */
  const modelServers = async (port: number, nodePort: (index: number) => number) => {
    const urls: string[] = [];
    for (const [index, name] of servers.entries()) {
      urls.push(await access.url({ ...partOf(name), port, nodePort: nodePort(index) }, signal));
    }
    return urls;
  };
  const modelServerUrls = await modelServers(MODEL_SERVER_PORTS.http, NODE_PORTS.modelServer);
  const modelServerAdminUrls = await modelServers(MODEL_SERVER_PORTS.admin, NODE_PORTS.modelServerAdmin);
  const metrics = { ...router, port: picker.metricsPort, nodePort: NODE_PORTS.routerMetrics };
  const routerMetricsUrl = `${await access.url(metrics, signal)}/metrics`;
  await untilReached([routerMetricsUrl, ...modelServerUrls, ...modelServerAdminUrls], signal);
  await warmConnections(gatewayUrl, servers.length);
  const pods = await podsRunning(
    kubectl,
    [
      { selector: router.selector, image: images.epp, container: router.container },
      { selector: partOf(main.envoy).selector, image: images.envoy },
      { selector: selectorText(picker.pool.labels), image: images.modelServer },
    ],
    signal,
  );
  const gateway = await connectGateway(
    {
      environment: "kind",
      gatewayUrl,
      ...(await access.wayTo(gatewayUrl, signal)),
      modelServerUrls,
      modelServerAdminUrls,
      routerMetricsUrl,
      routerMetricsToken: await metricsToken(kubectl, signal),
      routerLog: {
        source: "pod",
        cluster: { kubeconfig: cluster.kubeconfig, namespace: NAMESPACE },
        ...router,
        reading: readingAt(logVerbosity),
      },
      model: MODEL,
      router: {
        ...(await identityOf(deployed, manifests, signal)),
        verbosity: String(logVerbosity),
        cluster: cluster.name,
        namespace: NAMESPACE,
      },
      ...(parameters === undefined ? {} : { parameters }),
    },
    signal,
  );
  const described = { ...gateway, description: { ...gateway.description, pods } };
  // Beside a router that serves first come, first served, a second one of that kind would say nothing; only ours has that ordering.
  if (manifests !== null || epp !== "reference" || configOf(options).ordering === "fcfs") return described;
  const fcfs = (routeSignal?: AbortSignal) => openFcfs(deployed, modelServerUrls, routeSignal);
  return { ...described, routes: { ...gateway.routes, fcfs } };
}

/** What the record calls the picker: as its flags say where they are ours, else as it is recognised by. */
async function identityOf(
  { kubectl, options }: DeployedWith,
  manifests: EppManifests | null,
  signal: AbortSignal | undefined,
): Promise<Record<string, string>> {
  if (manifests === null) {
    const { title, flavour } = eppFlavours[options.epp ?? "reference"];
    const config = options.eppConfig === undefined ? {} : { config: options.eppConfig };
    return { name: title, flavour, ordering: configOf(options).ordering, ...config, ...imageOf(options) };
  }
  const recognised = recordOf(await recognisedRouter(kubectl, manifests.router, signal));
  return { ...recognised, manifests: String(options.eppManifests), ...imageOf(options) };
}

/** The image that was named: what is built has none that a later run would find. */
function imageOf({ eppImage }: KindOptions): Record<string, string> {
  return eppImage === undefined ? {} : { image: eppImage };
}

/** Objects of somebody else's that would take the place of ours, or the other way round. */
function refuseTwins(objects: readonly KubernetesObject[]): void {
  const names = objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return;
  const message = `--epp-manifests: ${twice} is there twice, or has the name of one of ours`;
  throw manifestsInvalid(message, "objects of names of their own", { remedy: "give it another name" });
}

function serversOf({ modelServers = 1 }: KindOptions): string[] {
  return Array.from({ length: modelServers }, (_, index) => modelServerName(index));
}
