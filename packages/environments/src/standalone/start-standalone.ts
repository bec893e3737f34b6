import { checkNames, type OptionNames } from "@wa-routing/protocol/sending";
import { connectGateway } from "../connect-gateway.ts";
import { MODEL } from "../fake-model.ts";
import { type ModelServersOptions, startModelServers } from "../model-servers.ts";
import { type KeepArtifacts, startWithParts } from "../process/environment-parts.ts";
import type { OpenRoute, RunningGateway } from "../running-gateway.ts";
import { warmConnections } from "../warm-connections.ts";
import { envoyVersion, findEnvoy } from "./envoy-binary.ts";
import { startEnvoy } from "./envoy-process.ts";
import { ensureEpp } from "./epp-binary.ts";
import { type EppConfig, eppConfigOf, type WrittenEppConfig } from "./epp-config.ts";
import { type EppProcessOptions, startEpp } from "./epp-process.ts";
import type { EppFlavour, EppOrdering } from "./flavour/epp-flavour.ts";
import { type EppFlavourName, eppFlavours } from "./flavour/epp-flavours.ts";

/** What the standalone gateway is made of. */
export interface StandaloneOptions extends ModelServersOptions, WrittenEppConfig {
  /** Which endpoint picker. Default: `reference`. */
  readonly epp?: EppFlavourName;
  /** Path of its program. Default: the flavour's variable; for the reference picker else the one of this checkout, built if need be. */
  readonly eppBin?: string;
  /** Path of Envoy. Default: `WA_ROUTING_ENVOY_BIN`, else the PATH, else the one of `doctor --install envoy`. */
  readonly envoyBin?: string;
  /** The picker's `-v`: 2 (the default) writes the log points; 4 and 5 also what disturbs the order behind the picker. */
  readonly logVerbosity?: number;
}

const NAMES: OptionNames<StandaloneOptions> = {
  ...{
    modelServers: true,
    seed: true,
    slots: true,
    ttftMs: true,
    itlMs: true,
    epp: true,
    eppBin: true,
    envoyBin: true,
  },
  ...{ logVerbosity: true, ordering: true, eppConfig: true, parameters: true },
};

/**
 * Starts a real gateway without a cluster: Envoy, an endpoint picker, and fake model servers behind them, each a
 * process on free ports of this host.
 *
 * Returned once a first request has been answered through all of them. All processes end with the returned gateway, and also
 * when this process dies.
 *
 * @param signal Gives the start up at once; its reason is thrown.
 * @param keep Receives what is worth keeping of a start that fails, before it is removed.
 * @throws WaRoutingError `ENVIRONMENT_NOT_STARTED` with the last words of what did not start, `PROGRAM_MISSING` without Envoy or
 *   picker, `OPTION_INVALID` for a path that is no program or no configuration, or for an ordering that the picker lacks.
 */
export async function startStandalone(
  options: StandaloneOptions = {},
  signal?: AbortSignal,
  keep?: KeepArtifacts,
): Promise<RunningGateway> {
  checkNames("startStandalone", options, NAMES, "OPTION_INVALID");
  const { epp: name = "reference", logVerbosity = 2 } = options;
  const flavour = eppFlavours[name];
  const config = eppConfigOf(flavour, options);
  const envoyBin = findEnvoy(options.envoyBin);
  const envoy = await envoyVersion(envoyBin, signal);
  const program = await ensureEpp(flavour, options.eppBin, signal);
  return await startWithParts(
    async (parts) => {
      const modelServers = await startModelServers(parts, options);
      const epp = await startEpp(parts, { flavour, program, config, logVerbosity, modelServerUrls: modelServers.urls });
      const gatewayUrl = await startEnvoy(parts, { program: envoyBin, eppPort: epp.port });
      await warmConnections(gatewayUrl, modelServers.urls.length);
      const gateway = await connectGateway({
        environment: "standalone",
        gatewayUrl,
        modelServerUrls: modelServers.urls,
        modelServerAdminUrls: modelServers.adminUrls,
        routerMetricsUrl: epp.metricsUrl,
        routerLog: { source: "file", path: epp.logFile },
        model: MODEL,
        router: {
          name: flavour.title,
          flavour: flavour.flavour,
          ordering: config.ordering,
          verbosity: String(logVerbosity),
          envoy,
          ...(options.eppConfig === undefined ? {} : { config: options.eppConfig }),
          ...(options.eppBin === undefined ? {} : { program: options.eppBin }),
        },
        ...(config.parameters === undefined ? {} : { parameters: config.parameters }),
      });
      // Beside a router that serves first come, first served, a second one of that kind would say nothing.
      if (config.ordering === FCFS || !has(flavour, FCFS)) return gateway;
      const fcfs = async (routeSignal?: AbortSignal) => {
        const programs = { flavour, program, envoyBin, logVerbosity };
        return await startFcfs(modelServers.urls, programs, eppConfigOf(flavour, { ordering: FCFS }), routeSignal);
      };
      return { ...gateway, routes: { ...gateway.routes, fcfs } };
    },
    signal,
    keep,
  );
}

const FCFS = "fcfs";
const has = ({ orderings }: EppFlavour, ordering: EppOrdering) => orderings.includes(ordering);

/** A second router before the same model servers, which serves first come, first served. It ends by itself, or with this process. */
function startFcfs(
  modelServerUrls: readonly string[],
  { envoyBin, ...epp }: Pick<EppProcessOptions, "flavour" | "program" | "logVerbosity"> & { readonly envoyBin: string },
  config: EppConfig,
  signal: AbortSignal | undefined,
): Promise<OpenRoute> {
  return startWithParts(async (parts) => {
    const { port } = await startEpp(parts, { ...epp, config, modelServerUrls });
    parts.keep("router.log");
    return await connectGateway({
      environment: "standalone",
      gatewayUrl: await startEnvoy(parts, { program: envoyBin, eppPort: port }),
      modelServerUrls,
      model: MODEL,
    });
  }, signal);
}
