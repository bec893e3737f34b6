import { closeSync, openSync, writeFileSync } from "node:fs";
import { startModelServers } from "@wa-routing/model-server";
import { WaRoutingError } from "@wa-routing/protocol";
import { readFaults, startSimulator } from "@wa-routing/simulator";
import type { ModelServerCommandOptions, SimulatorCommandOptions } from "./serve-options.ts";

/** `wa-routing serve model-server` */
export async function serveModelServer(options: ModelServerCommandOptions): Promise<void> {
  const { count, ...each } = options;
  const { servers, close } = await startModelServers(count, each);
  ready(
    servers.map(({ url, adminUrl }) => ({ server: "model-server", url, adminUrl })),
    close,
  );
}

/** `wa-routing serve simulator` */
export async function serveSimulator(options: SimulatorCommandOptions): Promise<void> {
  const { modelServerUrl, fault = [], logVerbosity, log, port, metricsPort, ordering, seed } = options;
  const faults = readFaults(fault, { field: "--fault", ordering });
  if (logVerbosity !== undefined && log === undefined) {
    throw new WaRoutingError("--log-verbosity does nothing without --log", {
      code: "OPTION_MISSING",
      field: "--log",
      expected: "--log FILE beside it",
    });
  }
  const file = log === undefined ? null : openLog(log);
  const simulator = await startSimulator({
    modelServerUrls: modelServerUrl,
    port,
    metricsPort,
    ...(ordering === undefined ? {} : { ordering }),
    faults,
    ...(logVerbosity === undefined ? {} : { verbosity: logVerbosity }),
    seed,
    ...(file === null ? {} : { log: (line: string) => writeFileSync(file, `${line}\n`) }),
  });
  ready([{ server: "simulator", url: simulator.url, metricsUrl: simulator.metricsUrl }], async () => {
    await simulator.close();
    if (file !== null) closeSync(file);
  });
}

function openLog(path: string): number {
  try {
    return openSync(path, "a");
  } catch (error) {
    throw new WaRoutingError(`the log ${path} cannot be written: ${(error as Error).message}`, {
      code: "OPTION_INVALID",
      field: "--log",
      value: path,
      expected: "a file that can be written",
      cause: error,
    });
  }
}

function ready(servers: readonly Readonly<Record<string, string>>[], close: () => Promise<void>): void {
  const port = (url: string | undefined) => (url === undefined ? undefined : Number(new URL(url).port));
  for (const server of servers) {
    const ports = { port: port(server.url), adminPort: port(server.adminUrl), metricsPort: port(server.metricsUrl) };
    process.stdout.write(`${JSON.stringify({ ...server, ...ports })}\n`);
  }
  const end = () => void close().then(() => process.exit(0));
  process.once("SIGTERM", end).once("SIGINT", end);
}
