import type { GatewayLack } from "@wa-routing/protocol";
import { readClusterState } from "./cluster-state.ts";
import { type FoundGateway, findGateway } from "./found-gateway.ts";
import { lacksOf } from "./gateway-lacks.ts";
import { createKubectl, type KubectlOptions } from "./kubectl.ts";
import { pinnedContext } from "./pinned-context.ts";
import { type RecognisedRouter, recognisedRouter } from "./recognised-router.ts";
import { stateCauses } from "./state-causes.ts";

/** What a namespace holds of a gateway, and what that can show. */
export interface NamespaceView {
  readonly context: string;
  readonly found: FoundGateway;
  /** What kind of picker the router is; null: there is no router. */
  readonly recognised: RecognisedRouter | null;
  /** Why it is not whole; empty: it is. */
  readonly problems: readonly { readonly what: string; readonly remedy: string | null }[];
  readonly lacks: readonly GatewayLack[];
}

/**
 * Looks at a namespace; nothing is started and nothing is changed.
 *
 * @throws WaRoutingError `GATEWAY_NOT_FOUND`, `KUBECTL_FAILED`, `PROGRAM_MISSING`
 */
export async function inspectNamespace(cluster: KubectlOptions, signal?: AbortSignal): Promise<NamespaceView> {
  const pinned = await pinnedContext(cluster, signal);
  const kubectl = createKubectl(pinned);
  const state = await readClusterState(kubectl, signal);
  const found = findGateway(state);
  const deployments = [found.router, found.envoy, found.modelServers].flatMap((part) => part?.deployment ?? []);
  const { causes, waiting } = stateCauses(state, { deployments, inferencePool: found.pool });
  return {
    context: pinned.context,
    found,
    recognised: found.router === null ? null : await recognisedRouter(kubectl, found.router, signal),
    problems: [
      ...causes.map(({ what, remedy }) => ({ what, remedy })),
      ...waiting.map((what) => ({ what, remedy: null })),
    ],
    lacks: lacksOf(found),
  };
}
