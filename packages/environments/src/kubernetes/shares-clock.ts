import { readFileSync } from "node:fs";
import { z } from "zod";
import type { Kubectl } from "./kubectl.ts";

const nodesSchema = z.object({
  items: z.array(z.object({ status: z.object({ nodeInfo: z.object({ bootID: z.string() }) }) })).min(1),
});

/**
 * Whether all nodes run on this host's kernel, so that its monotonic clock is theirs: their boot is this one's. That an address is a
 * loopback address proves nothing, as it may be forwarded.
 */
export async function sharesClock(kubectl: Kubectl, signal?: AbortSignal): Promise<boolean> {
  const bootId = bootIdOfHost();
  const { stdout, refusal } = await kubectl.ask(["get", "nodes", "-o", "json"], { signal });
  if (bootId === null || refusal !== null) return false;
  const nodes = nodesSchema.safeParse(JSON.parse(stdout));
  return nodes.success && nodes.data.items.every(({ status }) => status.nodeInfo.bootID === bootId);
}

/** Null where it cannot be told. */
function bootIdOfHost(): string | null {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return null;
  }
}
