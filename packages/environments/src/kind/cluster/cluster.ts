import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import type { ClusterRecord, ProcessIdentity } from "@wa-routing/protocol";
import { identify } from "../../process/process-identity.ts";
import { freePorts } from "../../standalone/free-ports.ts";
import type { ClusterOptions } from "./cluster-options.ts";
import { kubeconfigOf, makeClusterFolder, recordCluster } from "./cluster-records.ts";
import {
  clusterNames,
  deleteCluster,
  deleteInHaste,
  nodeOf,
  OWNER_LABEL,
  publishedPorts,
  publishesRecorded,
} from "./delete-cluster.ts";
import { notStarted, runProgram } from "./host-program.ts";

const CREATE_MS = 300_000;
/** How long the end of an interrupted run waits for the deletion before it leaves it to others. */
const PATIENCE_MS = 1500;

/** A kind cluster that gateways can be deployed into. */
export interface Cluster {
  readonly name: string;
  /** Path of a kubeconfig that names nothing but it. */
  readonly kubeconfig: string;
  /** The container that its node runs in. */
  readonly node: string;
  /** Whether we made it. */
  readonly isOurs: boolean;
  /** Ports of the node, and those of this host (on 127.0.0.1) through which they are reached. */
  readonly hostPorts: ReadonlyMap<number, number>;
  /** Deletes it if it is ours and was not to stay. `hasty`: waits for that only a moment, and leaves the rest to a process that outlives us. */
  end(hasty: boolean): Promise<void>;
}

/**
 * Makes a kind cluster, or takes one that is there, as `reuse` says.
 *
 * @throws WaRoutingError `ENVIRONMENT_NOT_STARTED`, `PROGRAM_MISSING`; the signal's reason when aborted, with nothing left.
 */
export async function startCluster(options: ClusterOptions, signal?: AbortSignal): Promise<Cluster> {
  const { reuse = "never", cluster = `wa-routing-${randomBytes(4).toString("hex")}` } = options;
  const exists = (await clusterNames(signal)).includes(cluster);
  if (exists && reuse === "never") {
    const remedy = `choose another --cluster, or take this one: --reuse if-exists`;
    throw notStarted(`there is a kind cluster ${cluster} already, and it is not ours`, cluster, remedy);
  }
  if (!exists && reuse === "require") {
    throw notStarted(
      `there is no kind cluster ${cluster}, and --reuse require makes none`,
      cluster,
      "kind get clusters lists them",
    );
  }
  return exists ? await takeCluster(cluster, signal) : await makeCluster(cluster, options, signal);
}

async function takeCluster(name: string, signal: AbortSignal | undefined): Promise<Cluster> {
  // Beside one that we have made of this name, and for this process alone.
  const kubeconfig = kubeconfigOf(`${name}.${process.pid}`);
  makeClusterFolder();
  const what = `the kind cluster ${name} could not be taken`;
  await runProgram(what, "kind", ["export", "kubeconfig", "--name", name, "--kubeconfig", kubeconfig], { signal });
  const nodes = await runProgram(what, "kind", ["get", "nodes", "--name", name], { signal });
  const node =
    nodes
      .split("\n")
      .find((each) => each.trim().endsWith("control-plane"))
      ?.trim() ?? nodeOf(name);
  const hostPorts = (await publishedPorts(node, signal)) ?? new Map();
  const end = async () => await rm(kubeconfig, { force: true });
  return { name, kubeconfig, node, isOurs: false, hostPorts, end };
}

async function makeCluster(name: string, options: ClusterOptions, signal: AbortSignal | undefined): Promise<Cluster> {
  const { keep = false, nodePorts, kindNodeImage = process.env.WA_ROUTING_KIND_NODE_IMAGE || undefined } = options;
  const ports = await freePorts(nodePorts.length);
  const hostPorts = new Map(nodePorts.map((nodePort, index) => [nodePort, ports[index] ?? 0]));
  const record: ClusterRecord = {
    schemaVersion: 1,
    name,
    token: randomBytes(8).toString("hex"),
    hostPorts: ports,
    kubeconfig: kubeconfigOf(name),
    owner: identify(process.pid) as ProcessIdentity,
    keep,
  };
  recordCluster(record);
  try {
    await runProgram(
      `the kind cluster ${name} could not be made`,
      "kind",
      [
        ...["create", "cluster", "--name", name, "--kubeconfig", record.kubeconfig, "--config", "-", "--wait", "120s"],
        ...(kindNodeImage === undefined ? [] : ["--image", kindNodeImage]),
      ],
      { input: JSON.stringify(kindConfig(record, hostPorts)), signal, timeoutMs: CREATE_MS },
    );
  } catch (error) {
    // Somebody may have been quicker with a cluster of this name: what is deleted is proven to be ours.
    if (signal?.aborted !== true) await deleteCluster(record).catch(() => undefined);
    else if (await publishesRecorded(record)) await deleteInHaste(record, PATIENCE_MS);
    throw error;
  }
  const end = async (hasty: boolean) => {
    if (!keep) await endCluster(record, hasty);
  };
  return { name, kubeconfig: record.kubeconfig, node: nodeOf(name), isOurs: true, hostPorts, end };
}

/** A log that is rotated loses what was not read before: kubelet does so at 10 MiB, which a run of all scenarios writes. */
const KUBELET = {
  kind: "KubeletConfiguration",
  apiVersion: "kubelet.config.k8s.io/v1beta1",
  containerLogMaxSize: "500Mi",
};

/** As kind's configuration: https://kind.sigs.k8s.io/docs/user/configuration/ */
function kindConfig({ token }: ClusterRecord, hostPorts: ReadonlyMap<number, number>) {
  return {
    kind: "Cluster",
    apiVersion: "kind.x-k8s.io/v1alpha4",
    nodes: [
      {
        role: "control-plane",
        labels: { [OWNER_LABEL]: token },
        kubeadmConfigPatches: [JSON.stringify(KUBELET)],
        extraPortMappings: [...hostPorts].map(([containerPort, hostPort]) => ({
          ...{ containerPort, hostPort, listenAddress: "127.0.0.1", protocol: "TCP" },
        })),
      },
    ],
  };
}

async function endCluster(record: ClusterRecord, hasty: boolean): Promise<void> {
  if (hasty) return await deleteInHaste(record, PATIENCE_MS);
  const outcome = await deleteCluster(record);
  if (outcome === "foreign")
    throw notStarted(`the kind cluster ${record.name} is left: it is not the one that we made`);
}
