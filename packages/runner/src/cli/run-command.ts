import { connectGateway, type RouterLogSource, type RunningGateway, startEmbedded } from "@wa-routing/environments";
import {
  type Checklist,
  type RunManifest,
  SUCCESS_METRIC_IDS,
  type SuccessMetricId,
  WaRoutingError,
} from "@wa-routing/protocol";
import { renderText } from "@wa-routing/report";
import { exitCodeOf } from "../exit-code.ts";
import { writeJsonFile } from "../json-file.ts";
import { runScenarios } from "../run-scenarios.ts";
import type { OutputOptions, RunCommandOptions } from "./program.ts";
import { createProgressDisplay } from "./progress-display.ts";
import { readScenarios, withTrials } from "./scenario-source.ts";

const SIGNAL_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

/** `wa-routing run` */
export async function runCommand(options: RunCommandOptions): Promise<void> {
  const scenarios = readScenarios(options.scenario).map((scenario) => withTrials(scenario, options.trials));
  const required = options.require === undefined ? null : metricIds(options.require);
  const startGateway = gatewayOf(options);
  const interruption = new AbortController();
  const onSignal = (signal: "SIGINT" | "SIGTERM") => {
    process.exitCode = SIGNAL_CODES[signal];
    interruption.abort(new Error(`interrupted by ${signal}`));
  };
  process.once("SIGINT", onSignal).once("SIGTERM", onSignal);
  const progress = createProgressDisplay(scenarios, options.quiet === true || options.json === true);
  try {
    const { checklist, manifest, runDir } = await runScenarios({
      scenarios,
      startGateway,
      required,
      signal: interruption.signal,
      onProgress: progress.update,
      ...(options.seed === undefined ? {} : { seed: options.seed }),
      ...(options.runDir === undefined ? {} : { runDir: options.runDir }),
    });
    progress.end(true);
    if (options.output !== undefined) writeJsonFile(options.output, checklist);
    printChecklist(checklist, manifest, options);
    if (options.quiet !== true && options.json !== true) process.stdout.write(`Evidence: ${runDir}\n`);
    process.exitCode = exitCodeOf(checklist.verdict);
  } catch (error) {
    progress.end(false);
    if (!interruption.signal.aborted) throw error;
    process.stderr.write("wa-routing: interrupted; what was measured is in the run folder\n");
  }
}

/** Prints a checklist as the options ask: the text, JSON, or the verdict alone. */
export function printChecklist(checklist: Checklist, manifest: RunManifest, { json, quiet }: OutputOptions): void {
  const { stdout } = process;
  if (json === true) stdout.write(`${JSON.stringify(checklist, null, 2)}\n`);
  else if (quiet === true) stdout.write(`${checklist.verdict}\n`);
  else {
    const colour = stdout.isTTY && process.env.NO_COLOR === undefined && process.env.TERM !== "dumb";
    stdout.write(renderText(checklist, manifest, { width: Math.min(stdout.columns ?? 80, 100), colour }));
  }
}

function gatewayOf(options: RunCommandOptions): () => Promise<RunningGateway> {
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

function refuse(options: RunCommandOptions, fields: readonly (keyof RunCommandOptions)[], kind: string): void {
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

function metricIds(text: string): SuccessMetricId[] {
  return text.split(",").map((id) => {
    const known = SUCCESS_METRIC_IDS.find((candidate) => candidate === id.trim());
    if (known !== undefined) return known;
    throw new WaRoutingError(`there is no check ${JSON.stringify(id)}`, {
      code: "OPTION_INVALID",
      field: "--require",
      value: id,
      expected: `some of ${SUCCESS_METRIC_IDS.join(", ")}`,
    });
  });
}
