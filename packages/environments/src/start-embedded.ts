import { join } from "node:path";
import { WaRoutingError } from "@wa-routing/protocol";
import { isFaultName, type SimulatorPolicy, simulatorFaults } from "@wa-routing/simulator";
import { connectGateway } from "./connect-gateway.ts";
import { MODEL, type ModelServersOptions, startModelServers } from "./model-servers.ts";
import { startWithParts } from "./process/environment-parts.ts";
import { startServerProcess } from "./process/start-server-process.ts";
import type { RunningGateway } from "./running-gateway.ts";

/** What the embedded gateway is made of. */
export interface EmbeddedOptions extends ModelServersOptions {
  readonly policy?: SimulatorPolicy;
  /** Planted faults, by name. */
  readonly faults?: readonly string[];
  /** As the router's `-v`: 2 writes the log points, 5 also every queue event. */
  readonly logVerbosity?: number;
}

/**
 * Starts our gateway simulator and fake model servers, each in a process of its own on free loopback ports.
 *
 * Everything is watched as a user's gateway would be: HTTP, the log file, the metrics page. All processes end with the returned
 * gateway, and also when this process dies.
 *
 * @throws WaRoutingError `ENVIRONMENT_NOT_STARTED`, or `FAULT_UNKNOWN`.
 */
export async function startEmbedded(options: EmbeddedOptions = {}): Promise<RunningGateway> {
  const { policy = "workload-aware", faults = [], seed = 1, logVerbosity = 2 } = options;
  checkFaults(faults);
  return await startWithParts(async (parts) => {
    const modelServers = await startModelServers(parts, options);
    const simulator = await parts.add(
      startServerProcess({
        server: "simulator",
        modelServerUrls: modelServers.urls,
        folder: parts.folder,
        policy,
        faults,
        seed,
        verbosity: logVerbosity,
      }),
    );
    return await connectGateway({
      environment: "embedded",
      gatewayUrl: simulator.ready.url,
      modelServerUrls: modelServers.urls,
      modelServerAdminUrls: modelServers.adminUrls,
      routerMetricsUrl: simulator.ready.metricsUrl,
      routerLog: { source: "file", path: join(parts.folder, "router.log") },
      model: MODEL,
      router: {
        name: "simulator",
        ordering: policy,
        verbosity: String(logVerbosity),
        ...(faults.length > 0 ? { faults: faults.join(",") } : {}),
      },
    });
  });
}

function checkFaults(faults: readonly string[]): void {
  const unknown = faults.find((fault) => !isFaultName(fault));
  if (unknown === undefined) return;
  throw new WaRoutingError(`there is no fault ${JSON.stringify(unknown)}`, {
    code: "FAULT_UNKNOWN",
    field: "fault",
    value: unknown,
    expected: `one of ${Object.keys(simulatorFaults).join(", ")}`,
  });
}
