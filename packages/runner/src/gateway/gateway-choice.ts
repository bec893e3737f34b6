import {
  connectGateway,
  type EppFlavourName,
  type EppOrdering,
  type RouterLogSource,
  type RunningGateway,
  startEmbedded,
  startStandalone,
} from "@wa-routing/environments";
import { type GateDriver, WaRoutingError } from "@wa-routing/protocol";
import type { EnvironmentKind } from "./environment-kind.ts";

/** Which gateway, as a person writes it: on the command line or in an action's inputs. */
export interface GatewayChoice {
  readonly environment?: EnvironmentKind;
  readonly seed?: number;
  readonly envoyUrl?: string;
  readonly modelServerUrl?: readonly string[];
  readonly modelServerAdminUrl?: readonly string[];
  readonly routerMetricsUrl?: string;
  readonly routerMetricsToken?: string;
  /** A file, `-` for standard input, or `command:` and a shell command. */
  readonly routerLog?: string;
  readonly gate?: GateDriver;
  readonly model?: string;
  readonly namespace?: string;
  readonly policy?: "workload-aware" | "fcfs";
  readonly fault?: readonly string[];
  /** Which endpoint picker. */
  readonly epp?: EppFlavourName;
  readonly eppBin?: string;
  readonly envoyBin?: string;
  readonly ordering?: EppOrdering;
  /** Path of the endpoint picker's configuration, in place of `ordering`. */
  readonly eppConfig?: string;
  readonly modelServers?: number;
  readonly logVerbosity?: number;
}

// Options that would do nothing elsewhere are refused there, not ignored.
const BELONGS_TO = {
  envoyUrl: ["existing"],
  modelServerUrl: ["existing"],
  modelServerAdminUrl: ["existing"],
  routerMetricsUrl: ["existing"],
  routerLog: ["existing"],
  gate: ["existing"],
  policy: ["embedded"],
  fault: ["embedded"],
  epp: ["standalone"],
  eppBin: ["standalone"],
  envoyBin: ["standalone"],
  ordering: ["standalone"],
  eppConfig: ["standalone"],
  modelServers: ["embedded", "standalone"],
  logVerbosity: ["embedded", "standalone"],
} as const satisfies Partial<Record<keyof GatewayChoice, readonly EnvironmentKind[]>>;

/**
 * The gateway that options ask for: an existing one with `envoyUrl`, else the embedded one, unless `environment` says.
 *
 * @returns How it is started; options are checked at once.
 * @throws WaRoutingError `OPTION_MISSING` or `OPTION_INVALID`.
 */
export function chooseGateway(options: GatewayChoice): () => Promise<RunningGateway> {
  const environment = options.environment ?? (options.envoyUrl === undefined ? "embedded" : "existing");
  refuseForeign(options, environment);
  switch (environment) {
    case "embedded":
      return () =>
        startEmbedded({
          ...common(options),
          ...(options.policy === undefined ? {} : { ordering: options.policy }),
          ...(options.fault === undefined ? {} : { faults: options.fault }),
        });
    case "standalone":
      return () =>
        startStandalone({
          ...common(options),
          ...(options.epp === undefined ? {} : { epp: options.epp }),
          ...(options.eppBin === undefined ? {} : { eppBin: options.eppBin }),
          ...(options.envoyBin === undefined ? {} : { envoyBin: options.envoyBin }),
          ...(options.ordering === undefined ? {} : { ordering: options.ordering }),
          ...(options.eppConfig === undefined ? {} : { eppConfig: options.eppConfig }),
        });
    case "existing":
      return chooseExisting(options);
  }
}

/** What all environments take that we start. */
function common({ modelServers, logVerbosity, seed }: GatewayChoice) {
  return {
    ...(modelServers === undefined ? {} : { modelServers }),
    ...(logVerbosity === undefined ? {} : { logVerbosity }),
    ...(seed === undefined ? {} : { seed }),
  };
}

function chooseExisting(options: GatewayChoice): () => Promise<RunningGateway> {
  const { envoyUrl, modelServerUrl, modelServerAdminUrl, routerMetricsUrl } = options;
  if (envoyUrl === undefined) {
    throw new WaRoutingError("an existing gateway needs --envoy-url", {
      code: "OPTION_MISSING",
      field: "--envoy-url",
      expected: "the address that requests are sent to, such as http://127.0.0.1:8081",
    });
  }
  checkUrls({
    "--envoy-url": [envoyUrl],
    "--model-server-url": modelServerUrl,
    "--model-server-admin-url": modelServerAdminUrl,
    "--router-metrics-url": routerMetricsUrl === undefined ? [] : [routerMetricsUrl],
  });
  return () =>
    connectGateway({
      gatewayUrl: envoyUrl,
      ...(modelServerUrl === undefined ? {} : { modelServerUrls: modelServerUrl }),
      ...(modelServerAdminUrl === undefined ? {} : { modelServerAdminUrls: modelServerAdminUrl }),
      ...(routerMetricsUrl === undefined ? {} : { routerMetricsUrl }),
      ...(options.routerMetricsToken === undefined ? {} : { routerMetricsToken: options.routerMetricsToken }),
      ...(options.routerLog === undefined ? {} : { routerLog: logSource(options.routerLog) }),
      ...(options.gate === undefined ? {} : { gate: options.gate }),
      ...(options.model === undefined ? {} : { model: options.model }),
      ...(options.namespace === undefined ? {} : { router: { namespace: options.namespace } }),
    });
}

function refuseForeign(options: GatewayChoice, environment: EnvironmentKind): void {
  for (const [field, kinds] of Object.entries(BELONGS_TO)) {
    const homes: readonly EnvironmentKind[] = kinds;
    if (options[field as keyof typeof BELONGS_TO] === undefined || homes.includes(environment)) continue;
    const flag = `--${field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    throw new WaRoutingError(`${flag} belongs to --environment ${homes.join(" or ")}`, {
      code: "OPTION_INVALID",
      field: flag,
      expected: `options of --environment ${environment} only`,
      remedy: `leave it out, or give --environment ${homes[0]}${homes[0] === "existing" ? " and --envoy-url" : ""}`,
    });
  }
}

function checkUrls(urls: Readonly<Record<string, readonly string[] | undefined>>): void {
  for (const [flag, values] of Object.entries(urls)) {
    const wrong = values?.find((value) => !URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol));
    if (wrong === undefined) continue;
    throw new WaRoutingError(`${flag} is ${JSON.stringify(wrong)}`, {
      code: "OPTION_INVALID",
      field: flag,
      value: wrong,
      expected: "an http:// or https:// address, such as http://127.0.0.1:8081",
    });
  }
}

function logSource(text: string): RouterLogSource {
  if (text === "-") return { source: "stream", stream: process.stdin };
  if (text.startsWith("command:")) return { source: "command", command: text.slice("command:".length) };
  return { source: "file", path: text };
}
