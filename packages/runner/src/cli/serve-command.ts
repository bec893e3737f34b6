import { closeSync, openSync, writeFileSync } from "node:fs";
import { startModelServers } from "@wa-routing/model-server";
import { WaRoutingError } from "@wa-routing/protocol";
import { readFaults, startSimulator } from "@wa-routing/simulator";
import { onEndOf } from "../interruption/end-of-starter.ts";
import type { ModelServerCommandOptions, SimulatorCommandOptions } from "./serve-options.ts";

/** `wa-routing serve model-server` */
export async function serveModelServer(options: ModelServerCommandOptions): Promise<void> {
  const { count, ...each } = options;
  checkDistinct("--admin-port", each.port, each.adminPort, count);
  const { servers, close } = await startModelServers(count, each);
  ready(
    servers.map(({ url, adminUrl }) => ({ server: "model-server", url, adminUrl })),
    close,
  );
}

/** `wa-routing serve simulator` */
export async function serveSimulator(options: SimulatorCommandOptions): Promise<void> {
  const { modelServerUrl, fault = [], log, port, metricsPort, ordering, discipline, joinHeaders, seed } = options;
  const faults = readFaults(fault, { field: "--fault", ordering });
  const { logVerbosity, logFormat } = options;
  const ofLog = logVerbosity !== undefined ? "--log-verbosity" : logFormat !== undefined ? "--log-format" : undefined;
  if (ofLog !== undefined && log === undefined) {
    throw new WaRoutingError(`${ofLog} does nothing without --log`, {
      code: "OPTION_MISSING",
      field: "--log",
      expected: "--log FILE beside it",
    });
  }
  if (discipline !== undefined && ordering === "fcfs") {
    throw new WaRoutingError("--discipline cannot be combined with --ordering fcfs", {
      code: "OPTION_INVALID",
      field: "--discipline",
      value: discipline,
      expected: "no discipline: requests that leave in the order of their arrival leave so however they are kept",
    });
  }
  checkDistinct("--metrics-port", port, metricsPort);
  const file = log === undefined ? null : openLog(log);
  const simulator = await startSimulator({
    modelServerUrls: modelServerUrl,
    port,
    metricsPort,
    ...(ordering === undefined ? {} : { ordering }),
    ...(discipline === undefined ? {} : { discipline }),
    ...(joinHeaders === undefined ? {} : { joinHeaders }),
    faults,
    ...(logVerbosity === undefined ? {} : { verbosity: logVerbosity }),
    ...(logFormat === undefined ? {} : { logFormat }),
    seed,
    ...(file === null ? {} : { log: (line: string) => writeFileSync(file, `${line}\n`) }),
  });
  ready([{ server: "simulator", url: simulator.url, metricsUrl: simulator.metricsUrl }], async () => {
    await simulator.close();
    if (file !== null) closeSync(file);
  });
}

/** @throws WaRoutingError `OPTION_INVALID` for two ports of one process that are the same, or of `count` that follow, or above the last. */
function checkDistinct(field: string, one: number, other: number, count = 1): void {
  const isShared = one !== 0 && other !== 0 && Math.abs(one - other) < count;
  const isBeyond = Math.max(one, other) + count - 1 > 65_535;
  if (!isShared && !isBeyond) return;
  const many = count === 1 ? "" : `, for ${count} servers`;
  throw new WaRoutingError(
    `${field} ${other} beside --port ${one}${many} leaves ${isShared ? "them the same port" : "the last without one"}`,
    {
      code: "OPTION_INVALID",
      field,
      value: other,
      expected: "ports of 65535 or less that differ, or 0 for any",
    },
  );
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
  onEndOf("npx", end);
}
