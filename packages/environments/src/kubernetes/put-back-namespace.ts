import { createKubectl, type KubectlOptions } from "./kubectl.ts";
import { putBackAll } from "./put-back.ts";
import { pinnedContext } from "./until-found.ts";

/**
 * Puts back what runs have changed in a namespace and left so, as one that was killed does.
 *
 * @returns The Deployments that were put back.
 * @throws WaRoutingError `KUBECTL_FAILED`, `PROGRAM_MISSING`
 */
export async function putBackNamespace(cluster: KubectlOptions, signal?: AbortSignal): Promise<readonly string[]> {
  return await putBackAll(createKubectl(await pinnedContext(cluster, signal)));
}
