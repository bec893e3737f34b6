import { endsWith } from "../ends-once.ts";
import type { RunningGateway } from "../running-gateway.ts";
import { connectFound } from "./connect-found.ts";
import type { GivenAddresses } from "./forwarded-addresses.ts";
import { createKubectl, type KubectlOptions } from "./kubectl.ts";
import { type AdaptOptions, namespaceHost } from "./namespace-host.ts";
import { pinnedContext } from "./pinned-context.ts";
import { untilFound } from "./until-found.ts";

/** A gateway in a namespace, and how it is looked for. */
export interface NamespaceOptions {
  readonly cluster: KubectlOptions;
  /** How long it may take until it is whole, whatever is amiss until then. Default: 30 s, and what does not mend by itself ends it. */
  readonly waitMs?: number;
  /** Changes it for as long as it is connected, so that more can be shown with it. Default: nothing is changed. */
  readonly adapt?: AdaptOptions;
}

/**
 * Connects to a gateway in a namespace: what is not given by address is found by the InferencePool and labels, and forwarded to this
 * host. Nothing there is changed, unless that is asked for; then all is put back at the end.
 *
 * @throws WaRoutingError `GATEWAY_NOT_FOUND` where there is none, or several; `ENVIRONMENT_NOT_STARTED` with the cause where it is not
 *   whole; `KUBECTL_FAILED`, `PROGRAM_MISSING`; as `connectGateway`; where it is changed, as `namespaceHost`.
 */
export async function connectNamespace(
  given: GivenAddresses,
  { cluster: named, waitMs, adapt }: NamespaceOptions,
  signal?: AbortSignal,
): Promise<RunningGateway> {
  if (adapt === undefined) {
    const cluster = await pinnedContext(named, signal);
    const found = await untilFound(createKubectl(cluster), given.gatewayUrl, { waitMs }, signal);
    return await connectFound({ cluster, found }, given, signal);
  }
  const host = namespaceHost();
  try {
    const gateway = await host.start(given, { cluster: named, waitMs, adapt }, signal);
    return {
      ...gateway,
      ...endsWith(gateway, async () => await host.end()),
    };
  } catch (error) {
    await host.end();
    throw error;
  }
}
