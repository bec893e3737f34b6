import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import type { EnvironmentParts } from "../environment-parts.ts";
import { startServerProcess } from "../start-server-process.ts";
import { endpointsFile } from "./epp-config.ts";
import { withFreePorts } from "./free-ports.ts";
import { grpcHealth } from "./grpc-health.ts";
import { untilReady } from "./until-ready.ts";

/** A reference picker to be started: its program, and what it is told. */
export interface EppProcessOptions {
  readonly program: string;
  /** Its configuration, as YAML. */
  readonly config: string;
  readonly logVerbosity: number;
  readonly modelServerUrls: readonly string[];
}

/** A picker that serves: its ext_proc port, metrics page and log. */
export interface EppProcess {
  readonly port: number;
  readonly metricsUrl: string;
  readonly logFile: string;
}

/** Starts the reference picker without Kubernetes, and waits until its gRPC health is SERVING. */
export async function startEpp(parts: EnvironmentParts, options: EppProcessOptions): Promise<EppProcess> {
  const { program, config, logVerbosity, modelServerUrls } = options;
  const configFile = join(parts.folder, "epp.yaml");
  const endpoints = join(parts.folder, "endpoints.yaml");
  await writeFile(configFile, config);
  await writeFile(endpoints, stringify(endpointsFile(modelServerUrls)));
  parts.keep("epp.yaml");
  parts.keep("endpoints.yaml");
  const start = async ([port = 0, healthPort = 0, metricsPort = 0]: readonly number[]) => {
    const epp = await startServerProcess({
      server: "program",
      name: "the endpoint picker",
      command: program,
      arguments: [
        ...["--endpoints-file", endpoints, "--config-file", configFile],
        ...["--grpc-port", String(port), "--grpc-health-port", String(healthPort)],
        ...["--metrics-port", String(metricsPort), "--secure-serving=false", "-v", String(logVerbosity)],
      ],
      folder: parts.folder,
      log: "router.log",
    });
    try {
      await untilReady(epp, "the endpoint picker's gRPC health is SERVING", () => grpcHealth(healthPort));
    } catch (error) {
      await epp.stop();
      throw error;
    }
    return { ...epp, port, metricsUrl: `http://127.0.0.1:${metricsPort}/metrics` };
  };
  const { port, metricsUrl } = await parts.add(withFreePorts(3, start));
  return { port, metricsUrl, logFile: join(parts.folder, "router.log") };
}
