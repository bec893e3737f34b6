import { spawn } from "node:child_process";
import type { ClusterRecord } from "@wa-routing/protocol";
import { z } from "zod";
import { createKubectl } from "../../kubernetes/kubectl.ts";
import { forgetCluster } from "./cluster-records.ts";
import { askProgram, runProgram } from "./host-program.ts";

/** Says on a node whose it is. */
export const OWNER_LABEL = "wa-routing/owner";

const API_MS = 3000;

/** The clusters of this host, by kind. @throws WaRoutingError `ENVIRONMENT_NOT_STARTED`, `PROGRAM_MISSING` */
export async function clusterNames(signal?: AbortSignal): Promise<string[]> {
  // Where there is none, kind says so on standard error.
  const names = await runProgram("kind could not list its clusters", "kind", ["get", "clusters"], { signal });
  return names.split("\n").flatMap((name) => name.trim() || []);
}

/** The container that is the node of a cluster of ours. */
export function nodeOf(name: string): string {
  return `${name}-control-plane`;
}

/** What became of a cluster that was to be deleted: `foreign`, there is one of that name, and it is not ours. */
export type Deletion = "deleted" | "gone" | "foreign";

/**
 * Deletes a cluster that was recorded, if it is still the one that was recorded.
 *
 * @throws WaRoutingError `ENVIRONMENT_NOT_STARTED` where kind cannot delete it, `PROGRAM_MISSING`
 */
export async function deleteCluster(record: ClusterRecord): Promise<Deletion> {
  const isThere = (await clusterNames()).includes(record.name);
  if (isThere && !(await isRecorded(record))) return "foreign";
  if (isThere) await runProgram(`the kind cluster ${record.name} could not be deleted`, "kind", deletion(record));
  forgetCluster(record);
  return isThere ? "deleted" : "gone";
}

/**
 * Has a cluster deleted that this process has made, by one that outlives it, and waits for that only a moment: whoever looks next
 * forgets its record.
 */
export async function deleteInHaste(record: ClusterRecord, patienceMs: number): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, patienceMs);
    spawn("kind", deletion(record), { detached: true, stdio: "ignore" })
      .on("error", () => undefined)
      .on("exit", (code) => {
        if (code === 0) forgetCluster(record);
        clearTimeout(timer);
        resolve();
      })
      .unref();
  });
}

function deletion({ name, kubeconfig }: ClusterRecord): string[] {
  return ["delete", "cluster", "--name", name, "--kubeconfig", kubeconfig];
}

/**
 * Whether the cluster of this name is the one that was recorded: by the label of its node; while its API does not answer, as in
 * the middle of its making, by the ports that its node publishes.
 */
async function isRecorded(record: ClusterRecord): Promise<boolean> {
  const { token, kubeconfig } = record;
  const kubectl = createKubectl({ kubeconfig, namespace: "default" });
  const nodes = await kubectl
    .json(["get", "nodes", `--request-timeout=${API_MS}ms`], nodesSchema, { timeoutMs: API_MS + 1000 })
    .catch(() => null);
  const labels = nodes?.items.map(({ metadata }) => metadata.labels?.[OWNER_LABEL]) ?? [];
  if (labels.length > 0) return labels.every((label) => label === token);
  return await publishesRecorded(record);
}

/** Whether the node of this name publishes the ports that were recorded: nobody else's does. */
export async function publishesRecorded({ name, hostPorts }: ClusterRecord): Promise<boolean> {
  const published = await publishedPorts(nodeOf(name));
  return published !== null && hostPorts.every((port) => [...published.values()].includes(port));
}

const nodesSchema = z.object({
  items: z.array(z.object({ metadata: z.object({ labels: z.record(z.string(), z.string()).optional() }) })),
});
const portsSchema = z.record(z.string(), z.array(z.object({ HostIp: z.string(), HostPort: z.string() })).nullable());

/** Ports of a node's container, and the ports of this host through which they are reached on loopback; null: no such container. */
export async function publishedPorts(node: string, signal?: AbortSignal): Promise<ReadonlyMap<number, number> | null> {
  const format = "{{json .HostConfig.PortBindings}}";
  const { ok, stdout } = await askProgram("docker", ["inspect", "--format", format, node], { signal });
  if (!ok) return null;
  const bindings = portsSchema.safeParse(JSON.parse(stdout.trim() || "null"));
  if (!bindings.success) return new Map();
  return new Map(
    Object.entries(bindings.data).flatMap(([port, hosts]) => {
      const host = hosts?.find(({ HostIp }) => ["127.0.0.1", "0.0.0.0", ""].includes(HostIp));
      return host === undefined ? [] : [[Number.parseInt(port, 10), Number(host.HostPort)] as const];
    }),
  );
}
