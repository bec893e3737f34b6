import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WaRoutingError } from "@wa-routing/protocol";
import { isFaultName, type SimulatorPolicy, simulatorFaults } from "@wa-routing/simulator";
import { connectGateway } from "./connect-gateway.ts";
import type { RunningGateway } from "./running-gateway.ts";
import { type ServerProcess, startServerProcess } from "./start-server-process.ts";

/** What the embedded gateway is made of. */
export interface EmbeddedOptions {
  /** Model servers behind the gateway, each a process. */
  readonly modelServers?: number;
  readonly policy?: SimulatorPolicy;
  /** Planted faults, by name. */
  readonly faults?: readonly string[];
  readonly seed?: number;
  /** As the router's `-v`: 2 writes the log points, 5 also every queue event. */
  readonly logVerbosity?: number;
  /** Slots of each model server; 0 is unlimited. */
  readonly slots?: number;
  readonly ttftMs?: number;
  readonly itlMs?: number;
}

const MODEL = "fake-model";

/**
 * Starts our gateway simulator and fake model servers, each in a process of its own on free loopback ports.
 *
 * Everything is watched as a user's gateway would be: HTTP, the log file, the metrics page. All processes end with the returned
 * gateway, and also when this process dies.
 *
 * @throws WaRoutingError `ENVIRONMENT_NOT_STARTED`, or `FAULT_UNKNOWN`.
 */
export async function startEmbedded(options: EmbeddedOptions = {}): Promise<RunningGateway> {
  const { modelServers = 1, policy = "workload-aware", faults = [], seed = 1, logVerbosity = 2 } = options;
  const { slots = 0, ttftMs = 5, itlMs = 0 } = options;
  checkFaults(faults);
  const folder = await mkdtemp(join(tmpdir(), "wa-routing-"));
  const processes: Pick<ServerProcess<never>, "failure" | "stop">[] = [];
  const stopAll = async () => {
    await Promise.all(processes.map((process) => process.stop()));
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const servers = await Promise.all(
      Array.from({ length: modelServers }, (_, index) =>
        startServerProcess({
          server: "model-server",
          name: `model-server-${index}`,
          model: MODEL,
          seed: seed + index,
          slots,
          ttftMs,
          itlMs,
        }),
      ),
    );
    processes.push(...servers);
    const logFile = join(folder, "router.log");
    const modelServerUrls = servers.map(({ ready }) => ready.url);
    const simulator = await startServerProcess({
      server: "simulator",
      modelServerUrls,
      logFile,
      policy,
      faults,
      seed,
      verbosity: logVerbosity,
    });
    processes.push(simulator);
    const gateway = await connectGateway({
      environment: "embedded",
      gatewayUrl: simulator.ready.url,
      modelServerUrls,
      modelServerAdminUrls: servers.map(({ ready }) => ready.adminUrl),
      routerMetricsUrl: simulator.ready.metricsUrl,
      routerLog: { source: "file", path: logFile },
      model: MODEL,
      router: {
        name: "simulator",
        ordering: policy,
        verbosity: String(logVerbosity),
        ...(faults.length > 0 ? { faults: faults.join(",") } : {}),
      },
    });
    return {
      ...gateway,
      failure: () => processes.map((process) => process.failure()).find((text) => text !== null) ?? null,
      async [Symbol.asyncDispose]() {
        await gateway[Symbol.asyncDispose]();
        await stopAll();
      },
    };
  } catch (error) {
    await stopAll();
    throw error;
  }
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
