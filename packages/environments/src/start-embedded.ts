import { join } from "node:path";
import { DEFAULT_ROUTER_PARAMETERS, type RouterParameters } from "@wa-routing/protocol";
import { checkNames, type OptionNames } from "@wa-routing/protocol/sending";
import type { LogFormat, QueueDiscipline, SimulatorOrdering } from "@wa-routing/simulator";
import { readFaults } from "@wa-routing/simulator/options";
import { connectGateway } from "./connect-gateway.ts";
import { MODEL } from "./fake-model.ts";
import { type ModelServersOptions, startModelServers } from "./model-servers.ts";
import { ROUTER_LOG } from "./process/environment-folder.ts";
import { type KeepArtifacts, startWithParts } from "./process/environment-parts.ts";
import { startServerProcess } from "./process/start-server-process.ts";
import type { RunningGateway } from "./running-gateway.ts";

/** What the embedded gateway is made of. */
export interface EmbeddedOptions extends ModelServersOptions {
  readonly ordering?: SimulatorOrdering;
  /** How its queue is kept; default `lazy-max-min-heap`. */
  readonly discipline?: QueueDiscipline;
  /** How its log is written; default `zap-json`. `none`: it has no log. */
  readonly logFormat?: LogFormat | "none";
  /** Lines of one header name are joined to one on their way to the router. */
  readonly joinHeaders?: boolean;
  /** Planted faults, by name. */
  readonly faults?: readonly string[];
  /** What the router computes with. Default: the workload-aware fork's constants, which then count as not declared. */
  readonly parameters?: RouterParameters;
  /** As the router's `-v`: 2 writes the log points, 5 also every queue event. */
  readonly logVerbosity?: number;
}

const NAMES: OptionNames<EmbeddedOptions> = {
  ...{ modelServers: true, seed: true, slots: true, ttftMs: true, itlMs: true, ordering: true, discipline: true },
  ...{ logFormat: true, joinHeaders: true, faults: true, parameters: true, logVerbosity: true },
};

/**
 * Starts our gateway simulator and fake model servers, each in a process of its own on free loopback ports.
 *
 * Everything is watched as a user's gateway would be: HTTP, the log file, the metrics page. All processes end with the returned
 * gateway, and also when this process dies.
 *
 * @param signal Gives the start up at once; its reason is thrown.
 * @param keep Receives what is worth keeping of a start that fails, before it is removed.
 * @throws WaRoutingError `ENVIRONMENT_NOT_STARTED`; `OPTION_INVALID` for an option that there is none of; as `readFaults` for faults that are unknown or do nothing.
 */
export async function startEmbedded(
  options: EmbeddedOptions = {},
  signal?: AbortSignal,
  keep?: KeepArtifacts,
): Promise<RunningGateway> {
  checkNames("startEmbedded", options, NAMES, "OPTION_INVALID");
  const { ordering = "workload-aware", discipline = "lazy-max-min-heap", parameters, joinHeaders = false } = options;
  const { faults = [], seed = 1, logVerbosity = 2, logFormat = "zap-json" } = options;
  readFaults(faults, { field: "faults", ordering });
  return await startWithParts(
    async (parts) => {
      const modelServers = await startModelServers(parts, options);
      const simulator = await parts.add(
        startServerProcess(
          {
            server: "simulator",
            modelServerUrls: modelServers.urls,
            folder: parts.folder,
            ordering,
            discipline,
            logFormat,
            joinHeaders,
            faults,
            parameters: parameters ?? DEFAULT_ROUTER_PARAMETERS,
            seed,
            verbosity: logVerbosity,
          },
          parts.signal,
        ),
        "router",
      );
      return await connectGateway({
        environment: "embedded",
        gatewayUrl: simulator.ready.url,
        modelServerUrls: modelServers.urls,
        modelServerAdminUrls: modelServers.adminUrls,
        routerMetricsUrl: simulator.ready.metricsUrl,
        ...(logFormat === "none" ? {} : { routerLog: { source: "file", path: join(parts.folder, ROUTER_LOG) } }),
        model: MODEL,
        router: {
          name: "simulator",
          ordering,
          verbosity: String(logVerbosity),
          ...(faults.length > 0 ? { faults: faults.join(",") } : {}),
        },
        ...(parameters === undefined ? {} : { parameters }),
      });
    },
    signal,
    keep,
  );
}
