import { endsOnce } from "../ends-once.ts";
import type { KeepArtifacts } from "../process/environment-parts.ts";
import type { RunningGateway } from "../running-gateway.ts";
import type { BundleCommandLine } from "./images/model-server-image.ts";
import { kindHost } from "./kind-host.ts";
import type { KindOptions } from "./kind-options.ts";

/**
 * Starts a real gateway in a kind cluster: Envoy, an endpoint picker and model servers as pods, reached through ports of this host.
 * The cluster ends with the gateway, unless it was there before or is to stay.
 *
 * @param bundle Writes the program that runs in the image of the model servers.
 * @param signal Gives the start up at once; its reason is thrown.
 * @param keep Receives what is worth keeping of a start that fails, before it is removed.
 * @throws WaRoutingError `ENVIRONMENT_NOT_STARTED` with the cause, `PROGRAM_MISSING` without kind, docker or kubectl,
 *   `OPTION_INVALID` as `startStandalone`.
 */
export async function startKind(
  options: KindOptions,
  bundle: BundleCommandLine,
  signal?: AbortSignal,
  keep?: KeepArtifacts,
): Promise<RunningGateway> {
  const host = kindHost(bundle);
  try {
    const gateway = await host.start(options, signal, keep);
    return {
      ...gateway,
      ...endsOnce(async () => {
        await gateway.close();
        await host.end(false);
      }),
    };
  } catch (error) {
    await host.end(false);
    throw error;
  }
}
