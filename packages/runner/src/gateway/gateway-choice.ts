import { accessSync, constants, statSync } from "node:fs";
import {
  type ConnectOptions,
  connectGateway,
  type EmbeddedOptions,
  type KeepArtifacts,
  type RouterLogSource,
  type RunningGateway,
  type StandaloneOptions,
  standaloneParameters,
  startEmbedded,
  startStandalone,
} from "@wa-routing/environments";
import { type RouterParameters, WaRoutingError } from "@wa-routing/protocol";
import { readFaults, SIMULATOR_ORDERINGS } from "@wa-routing/simulator";
import { fieldOf, type GatewayChoice, gatewayOptionRows } from "./gateway-options.ts";
import { environmentOf } from "./option-environment.ts";
import { reachOf } from "./reach.ts";
import { readScore } from "./score.ts";

/** A gateway that was chosen, with what it is started or connected with. */
export type ChosenGateway =
  | { readonly environment: "embedded"; readonly options: EmbeddedOptions & { readonly parameters?: RouterParameters } }
  | { readonly environment: "standalone"; readonly options: StandaloneOptions }
  | { readonly environment: "existing"; readonly options: ConnectOptions };

/** Starts a gateway, or connects to it. */
export type StartGateway = (signal?: AbortSignal, keep?: KeepArtifacts) => Promise<RunningGateway>;

/**
 * The gateway that options ask for: how it is started. Options are checked at once. A start is given up when its signal is aborted, and
 * hands over what is worth keeping of it when it fails.
 *
 * @throws WaRoutingError `OPTION_MISSING`, `OPTION_INVALID` or `FAULT_UNKNOWN`; also for an option that would do nothing.
 */
export function chooseGateway(choice: GatewayChoice): StartGateway {
  const chosen = chosenGateway(choice);
  switch (chosen.environment) {
    case "embedded":
      return (signal, keep) => startEmbedded(chosen.options, signal, keep);
    case "standalone":
      return (signal, keep) => startStandalone(chosen.options, signal, keep);
    case "existing":
      return (signal) => connectGateway(chosen.options, signal);
  }
}

/**
 * What a chosen gateway computes with, where that was declared or its configuration says so.
 *
 * @throws WaRoutingError `OPTION_INVALID` where both say so, and not the same.
 */
export function parametersOf(chosen: ChosenGateway): RouterParameters | undefined {
  return chosen.environment === "standalone" ? standaloneParameters(chosen.options) : chosen.options.parameters;
}

/** As {@link chooseGateway}, with the options that it is started with. */
export function chosenGateway(choice: GatewayChoice): ChosenGateway {
  const environment = environmentOf(choice);
  checkAddresses(choice);
  const { modelServers, logVerbosity, seed, epp, eppBin, envoyBin, ordering, eppConfig, score } = choice;
  const parameters = score === undefined ? undefined : readScore(score);
  const started = { modelServers, logVerbosity, seed, parameters };
  switch (environment) {
    case "embedded":
      return { environment, options: defined({ ...started, ...simulatorOptions(choice) }) };
    case "standalone":
      return { environment, options: defined({ ...started, epp, eppBin, envoyBin, ordering, eppConfig }) };
    case "existing":
      return { environment, options: { ...connectOptions(choice), ...defined({ parameters }) } };
  }
}

function simulatorOptions({ ordering, fault }: GatewayChoice): Pick<EmbeddedOptions, "ordering" | "faults"> {
  const known = SIMULATOR_ORDERINGS.find((name) => name === ordering);
  if (ordering !== undefined && known === undefined) {
    throw new WaRoutingError(`--ordering ${ordering}: the embedded gateway has no such ordering`, {
      code: "OPTION_INVALID",
      field: "--ordering",
      value: ordering,
      expected: `one of ${SIMULATOR_ORDERINGS.join(", ")}`,
      remedy: "choose the environment standalone, and a picker that has it (docs/flavours.md)",
    });
  }
  const faults = fault === undefined ? undefined : readFaults(fault, { field: "--fault", ordering: known });
  return defined({ ordering: known, faults });
}

function connectOptions(choice: GatewayChoice): ConnectOptions {
  const { modelServerUrl, modelServerAdminUrl, routerMetricsUrl, routerLog, routerLogWait = false } = choice;
  return {
    gatewayUrl: choice.envoyUrl as string,
    ...reachOf(choice),
    ...defined({
      modelServerUrls: modelServerUrl,
      modelServerAdminUrls: modelServerAdminUrl,
      routerMetricsUrl,
      routerLog: routerLog === undefined ? undefined : logSource(routerLog, routerLogWait),
      gate: choice.gate,
      model: choice.model,
      router: choice.namespace === undefined ? undefined : { namespace: choice.namespace },
    }),
  };
}

function checkAddresses(choice: GatewayChoice): void {
  for (const [name, { value }] of gatewayOptionRows) {
    if (value.kind !== "url" && value.kind !== "urls") continue;
    const given = [choice[fieldOf(name)] ?? []].flat().map(String);
    const named = given.find((url) => URL.canParse(url) && new URL(url).username !== "");
    if (named !== undefined) throw holdsUser(name);
    const wrong = given.find((url) => !URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol));
    if (wrong === undefined) continue;
    throw new WaRoutingError(`--${name} is ${JSON.stringify(wrong)}`, {
      code: "OPTION_INVALID",
      field: `--${name}`,
      value: wrong,
      expected: "an http:// or https:// address, such as http://127.0.0.1:8081",
    });
  }
}

/** It would stand in run.json, in the log and in every report. */
function holdsUser(name: string): WaRoutingError {
  return new WaRoutingError(`--${name} holds a user's name`, {
    code: "OPTION_INVALID",
    field: `--${name}`,
    expected: "an address without user and password",
    remedy: "give a token with its own option (--bearer-token-file), or --header authorization:@FILE",
  });
}

function logSource(text: string, isAwaited: boolean): RouterLogSource {
  if (text === "-") return { source: "stream", stream: process.stdin };
  if (text.startsWith("command:")) return { source: "command", command: text.slice("command:".length) };
  const status = logStatus(text);
  if (status === undefined && !isAwaited) {
    throw unreadableLog(text, "there is no such file", "with --router-log-wait it is waited for");
  }
  if (status === undefined || status.isFile()) return { source: "file", path: text };
  if (status.isFIFO()) return { source: "pipe", path: text };
  throw unreadableLog(text, status.isDirectory() ? "it is a folder" : "it is neither a file nor a pipe");
}

function logStatus(path: string) {
  try {
    const status = statSync(path, { throwIfNoEntry: false });
    if (status !== undefined) accessSync(path, constants.R_OK);
    return status;
  } catch (error) {
    throw unreadableLog(path, (error as Error).message);
  }
}

function unreadableLog(path: string, why: string, remedy?: string): WaRoutingError {
  return new WaRoutingError(`--router-log ${path} cannot be read: ${why}`, {
    code: "OPTION_INVALID",
    field: "--router-log",
    value: path,
    expected: 'a file, a pipe, command:"…", or - for standard input',
    ...(remedy === undefined ? {} : { remedy }),
  });
}

type Defined<Fields> = { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };

/** Without the fields that are undefined: what was not given takes its default where it has one. */
function defined<Fields extends object>(fields: Fields): Defined<Fields> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<Fields>;
}
