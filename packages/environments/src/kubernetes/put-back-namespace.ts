import { createKubectl, type KubectlOptions } from "./kubectl.ts";
import { lockNamespace } from "./namespace-lock.ts";
import { pinnedContext } from "./pinned-context.ts";
import { putBackAll } from "./put-back.ts";

/**
 * Puts back what runs have changed in a namespace and left so, as one that was killed does.
 *
 * @returns The Deployments that were put back.
 * @throws WaRoutingError `NAMESPACE_LOCKED` while a run that lives changes it; `KUBECTL_FAILED`, `PROGRAM_MISSING`
 */
export async function putBackNamespace(cluster: KubectlOptions, signal?: AbortSignal): Promise<readonly string[]> {
  const kubectl = createKubectl(await pinnedContext(cluster, signal));
  const lock = await lockNamespace(kubectl, signal);
  try {
    return await putBackAll(kubectl);
  } finally {
    await lock.release();
  }
}
