import { WaRoutingError } from "@wa-routing/protocol";
import { z } from "zod";
import type { Kubectl } from "../kubernetes/kubectl.ts";

const nodesSchema = z.object({
  items: z.array(z.object({ status: z.object({ allocatable: z.object({ cpu: z.string() }) }) })),
});

/**
 * Thousandths of a processor that pods can ask for, on the smallest of a cluster's nodes.
 *
 * @throws WaRoutingError `ENVIRONMENT_NOT_STARTED` for a cluster without nodes.
 */
export async function allocatableMillis(kubectl: Kubectl, signal?: AbortSignal): Promise<number> {
  const { items } = await kubectl.json(["get", "nodes"], nodesSchema, { signal });
  if (items.length > 0) return Math.min(...items.map(({ status }) => millisOf(status.allocatable.cpu)));
  throw new WaRoutingError("the cluster has no node", {
    code: "ENVIRONMENT_NOT_STARTED",
    expected: "a cluster with a node",
  });
}

/** As Kubernetes writes a share of processors: `2`, `1500m`. */
function millisOf(cpu: string): number {
  return cpu.endsWith("m") ? Number(cpu.slice(0, -1)) : Number(cpu) * 1000;
}
