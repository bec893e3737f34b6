import { readFile } from "node:fs/promises";
import { WaRoutingError } from "@wa-routing/protocol";
import { stringify } from "yaml";
import { connectGateway } from "../connect-gateway.ts";
import { MODEL, type ModelServersOptions, startModelServers, startWithParts } from "../environment-parts.ts";
import type { OpenRoute, RunningGateway } from "../running-gateway.ts";
import { envoyVersion, findEnvoy } from "./envoy-binary.ts";
import { startEnvoy } from "./envoy-process.ts";
import { ensureEpp } from "./epp-binary.ts";
import { type EppOrdering, eppConfig } from "./epp-config.ts";
import { startEpp } from "./epp-process.ts";

/** What the standalone gateway is made of. */
export interface StandaloneOptions extends ModelServersOptions {
  /** Default `workload-aware`; `fcfs` is the negative control. */
  readonly ordering?: EppOrdering;
  /** Path of a configuration of your own for the picker, in place of `ordering`. */
  readonly eppConfig?: string;
  /** Path of the reference picker. Default: `WA_ROUTING_EPP`, else the one of this checkout, built if need be. */
  readonly eppBin?: string;
  /** Path of Envoy. Default: `WA_ROUTING_ENVOY`, else the PATH, else the one of `doctor --install envoy`. */
  readonly envoyBin?: string;
  /** The picker's `-v`: 2 (the default) writes the log points; 4 and 5 also what disturbs the order behind the picker. */
  readonly logVerbosity?: number;
}

/**
 * Starts a real gateway without a cluster: Envoy, the reference endpoint picker, and fake model servers behind them, each a
 * process on free ports of this host.
 *
 * Returned once a first request has been answered through all of them. All processes end with the returned gateway, and also
 * when this process dies.
 *
 * @throws WaRoutingError `ENVIRONMENT_NOT_STARTED` with the last words of what did not start, `PROGRAM_MISSING` without Envoy or
 *   picker, `OPTION_INVALID` for a path that is no program or no configuration.
 */
export async function startStandalone(options: StandaloneOptions = {}): Promise<RunningGateway> {
  const { logVerbosity = 2 } = options;
  const { ordering, config } = await configOf(options);
  const envoyBin = findEnvoy(options.envoyBin);
  const envoy = await envoyVersion(envoyBin);
  const eppBin = await ensureEpp(options.eppBin);
  return await startWithParts(async (parts) => {
    const modelServers = await startModelServers(parts, options);
    const epp = await startEpp(parts, { program: eppBin, config, logVerbosity, modelServerUrls: modelServers.urls });
    const gatewayUrl = await startEnvoy(parts, { program: envoyBin, eppPort: epp.port });
    const gateway = await connectGateway({
      environment: "standalone",
      gatewayUrl,
      modelServerUrls: modelServers.urls,
      modelServerAdminUrls: modelServers.adminUrls,
      routerMetricsUrl: epp.metricsUrl,
      routerLog: { source: "file", path: epp.logFile },
      model: MODEL,
      router: {
        name: "reference endpoint picker",
        ordering,
        verbosity: String(logVerbosity),
        envoy,
      },
    });
    if (options.ordering === "fcfs") return gateway;
    const programs = { eppBin, envoyBin, logVerbosity };
    return { ...gateway, routes: { ...gateway.routes, fcfs: () => startFcfs(modelServers.urls, programs) } };
  });
}

/** A second router before the same model servers, which serves first come, first served. It ends by itself, or with this process. */
function startFcfs(
  modelServerUrls: readonly string[],
  { eppBin, envoyBin, logVerbosity }: { eppBin: string; envoyBin: string; logVerbosity: number },
): Promise<OpenRoute> {
  return startWithParts(async (parts) => {
    const config = stringify(eppConfig("fcfs"));
    const epp = await startEpp(parts, { program: eppBin, config, logVerbosity, modelServerUrls });
    return await connectGateway({
      environment: "standalone",
      gatewayUrl: await startEnvoy(parts, { program: envoyBin, eppPort: epp.port }),
      modelServerUrls,
      model: MODEL,
    });
  });
}

/** The picker's configuration, and what the record calls its ordering. */
async function configOf(options: StandaloneOptions): Promise<{ ordering: string; config: string }> {
  const { eppConfig: file, ordering } = options;
  if (file === undefined) {
    const policy = ordering ?? "workload-aware";
    return { ordering: policy, config: stringify(eppConfig(policy)) };
  }
  if (ordering !== undefined) {
    throw new WaRoutingError(`--ordering ${ordering} beside --epp-config ${file}`, {
      code: "OPTION_INVALID",
      field: "--ordering",
      value: ordering,
      expected: "one of the two: a configuration says itself how the queue is ordered",
    });
  }
  try {
    return { ordering: `as in ${file}`, config: await readFile(file, "utf8") };
  } catch (error) {
    throw new WaRoutingError(`--epp-config ${file} cannot be read: ${(error as Error).message}`, {
      code: "OPTION_INVALID",
      field: "--epp-config",
      value: file,
      expected: "a file with the endpoint picker's configuration",
      cause: error,
    });
  }
}
