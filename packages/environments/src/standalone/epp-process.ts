import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isWaRoutingError, WaRoutingError } from "@wa-routing/protocol";
import { ROUTER_LOG } from "../process/environment-folder.ts";
import type { EnvironmentParts } from "../process/environment-parts.ts";
import { startServerProcess } from "../process/start-server-process.ts";
import type { EppConfig } from "./epp-config.ts";
import type { EppFlavour } from "./flavour/epp-flavour.ts";
import { mistakenFlavour } from "./flavour/mistaken-flavour.ts";
import { withFreePorts } from "./free-ports.ts";
import { grpcHealth } from "./grpc-health.ts";
import { offerModelServers } from "./model-server-discovery.ts";
import { untilReady } from "./until-ready.ts";

/** A picker to be started: of which kind, its program, and what it is told. */
export interface EppProcessOptions {
  readonly flavour: EppFlavour;
  readonly program: string;
  readonly config: EppConfig;
  readonly logVerbosity: number;
  readonly modelServerUrls: readonly string[];
}

/** A picker that serves: its ext_proc port, metrics page and log. */
export interface EppProcess {
  readonly port: number;
  readonly metricsUrl: string;
  readonly logFile: string;
}

/** Starts a picker, and waits until its gRPC health is SERVING. */
export async function startEpp(parts: EnvironmentParts, options: EppProcessOptions): Promise<EppProcess> {
  const { flavour, program, config, logVerbosity, modelServerUrls } = options;
  const configFile = join(parts.folder, "epp.yaml");
  const endpointsFile = join(parts.folder, "endpoints.yaml");
  await writeFile(configFile, config.text(endpointsFile));
  parts.keep("epp.yaml");
  const logFile = join(parts.folder, ROUTER_LOG);
  const discovery = await offerModelServers(parts, flavour.discovery, { endpointsFile, modelServerUrls });
  const start = async ([port = 0, healthPort = 0, metricsPort = 0]: readonly number[]) => {
    const options = {
      server: "program" as const,
      name: "the endpoint picker",
      command: program,
      arguments: [
        ...["--config-file", configFile, "--secure-serving=false"],
        ...["--grpc-port", String(port), "--grpc-health-port", String(healthPort)],
        ...["--metrics-port", String(metricsPort)],
        ...discovery.arguments,
        ...flavour.flags(logVerbosity),
      ],
      env: discovery.env,
      folder: parts.folder,
      log: ROUTER_LOG,
    };
    const epp = await startServerProcess(options, parts.signal);
    try {
      await untilReady(
        { ...epp, signal: parts.signal, log: logFile },
        "the endpoint picker's gRPC health is SERVING",
        () => grpcHealth(healthPort),
      );
    } catch (error) {
      await epp.stop();
      throw withFlavour(error, flavour, logFile);
    }
    return { ...epp, port, metricsUrl: `http://127.0.0.1:${metricsPort}/metrics` };
  };
  const { port, metricsUrl } = await parts.add(withFreePorts(3, start), "router");
  return { port, metricsUrl, logFile };
}

/** An error of the start, with the kind of picker that the program seems to be. */
function withFlavour(error: unknown, { flavour }: EppFlavour, logFile: string): unknown {
  if (!isWaRoutingError(error) || error.code !== "ENVIRONMENT_NOT_STARTED") return error;
  const remedy = mistakenFlavour(flavour, logOf(logFile));
  if (remedy === null) return error;
  const { message, code, value, expected } = error;
  return new WaRoutingError(message, {
    ...{ code, value, remedy, cause: error, field: "--epp" },
    ...(expected === undefined ? {} : { expected }),
  });
}

function logOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
