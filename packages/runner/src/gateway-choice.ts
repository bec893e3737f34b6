import { connectGateway, type RouterLogSource, type RunningGateway, startEmbedded } from "@wa-routing/environments";
import { type GateDriver, WaRoutingError } from "@wa-routing/protocol";

/** Which gateway, as a person writes it: on the command line or in an action's inputs. */
export interface GatewayChoice {
  readonly environment?: "embedded" | "existing";
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
  readonly modelServers?: number;
  readonly logVerbosity?: number;
}

/**
 * The gateway that options ask for: an existing one with `envoyUrl`, else the embedded one.
 *
 * @returns How it is started; options are checked at once.
 * @throws WaRoutingError `OPTION_MISSING` or `OPTION_INVALID`.
 */
export function chooseGateway(options: GatewayChoice): () => Promise<RunningGateway> {
  const existing =
    options.environment === "existing" || (options.environment === undefined && options.envoyUrl !== undefined);
  if (!existing) {
    refuse(
      options,
      ["envoyUrl", "modelServerUrl", "modelServerAdminUrl", "routerMetricsUrl", "routerLog", "gate"],
      "existing",
    );
    return () =>
      startEmbedded({
        ...(options.policy === undefined ? {} : { policy: options.policy }),
        ...(options.fault === undefined ? {} : { faults: options.fault }),
        ...(options.modelServers === undefined ? {} : { modelServers: options.modelServers }),
        ...(options.logVerbosity === undefined ? {} : { logVerbosity: options.logVerbosity }),
        ...(options.seed === undefined ? {} : { seed: options.seed }),
      });
  }
  refuse(options, ["policy", "fault", "modelServers", "logVerbosity"], "embedded");
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

function refuse(options: GatewayChoice, fields: readonly (keyof GatewayChoice)[], kind: string): void {
  const wrong = fields.find((field) => options[field] !== undefined);
  if (wrong === undefined) return;
  const flag = `--${wrong.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  throw new WaRoutingError(`${flag} belongs to --environment ${kind}`, {
    code: "OPTION_INVALID",
    field: flag,
    expected: "options of the chosen environment only",
    remedy: kind === "existing" ? "give --envoy-url too, or leave it out" : "leave it out",
  });
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
