import { isWaRoutingError } from "@wa-routing/protocol";
import { z } from "zod";
import type { Kubectl } from "../../kubernetes/kubectl.ts";
import type { Cluster } from "./cluster.ts";
import { clusterNames, nodeOf, publishedPorts } from "./delete-cluster.ts";

const configSchema = z.object({ clusters: z.array(z.object({ cluster: z.object({ server: z.string() }) })) });
/** Where a node's API listens in its container. */
const API_PORT = 6443;

/** The kind cluster of this host that kubectl's context leads to; null: it leads elsewhere, or no such cluster can be seen. */
export async function clusterOfContext(
  kubectl: Kubectl,
  signal?: AbortSignal,
): Promise<Pick<Cluster, "name" | "node"> | null> {
  const { clusters } = await kubectl.json(["config", "view", "--minify"], configSchema, { signal });
  const server = clusters[0]?.cluster.server;
  if (server === undefined || !URL.canParse(server)) return null;
  const { hostname, port } = new URL(server);
  if (!["127.0.0.1", "localhost", "0.0.0.0"].includes(hostname)) return null;
  try {
    for (const name of await clusterNames(signal)) {
      const node = nodeOf(name);
      if ((await publishedPorts(node, signal))?.get(API_PORT) === Number(port)) return { name, node };
    }
  } catch (error) {
    // A host without kind or docker has no such cluster.
    if (!isWaRoutingError(error)) throw error;
  }
  return null;
}
