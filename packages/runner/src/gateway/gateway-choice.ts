import type {
  EmbeddedOptions,
  KeepArtifacts,
  KindHost,
  KindOptions,
  NamespaceHost,
  RunningGateway,
  StandaloneOptions,
} from "@wa-routing/environments";
import { KIND_EPPS, kindParameters, standaloneParameters } from "@wa-routing/environments/options";
import { type Pass, type RouterParameters, WaRoutingError } from "@wa-routing/protocol";
import { readFaults, SIMULATOR_ORDERINGS } from "@wa-routing/simulator/options";
import { bundleCommandLine } from "./command-line-bundle.ts";
import { defined } from "./defined.ts";
import { type ExistingGateway, existingGateway } from "./existing-choice.ts";
import { fieldOf, type GatewayChoice, gatewayOptionRows } from "./gateway-options.ts";
import { environmentOf } from "./option-environment.ts";
import { readScore } from "./score.ts";

/** A gateway that was chosen, with what it is started or connected with. */
export type ChosenGateway =
  | { readonly environment: "embedded"; readonly options: EmbeddedOptions & { readonly parameters?: RouterParameters } }
  | { readonly environment: "standalone"; readonly options: StandaloneOptions }
  | { readonly environment: "kind"; readonly options: KindOptions }
  | ExistingGateway;

/** Starts a gateway, or connects to it. */
export type StartGateway = (signal?: AbortSignal, keep?: KeepArtifacts) => Promise<RunningGateway>;

// What starts gateways takes long to load: not before one is started.
const environments = () => import("@wa-routing/environments");

/**
 * The gateway that options ask for: how it is started. Options are checked at once. A start is given up when its signal is aborted, and
 * hands over what is worth keeping of it when it fails.
 *
 * @throws WaRoutingError `OPTION_MISSING`, `OPTION_INVALID` or `FAULT_UNKNOWN`; also for an option that would do nothing.
 */
export function chooseGateway(choice: GatewayChoice): StartGateway {
  if (choice.hold !== undefined) throw noRun();
  return startOf(chosenGateway(choice), null);
}

function noRun(): WaRoutingError {
  return new WaRoutingError("--hold is about what stays up after a run, and this is none", {
    code: "OPTION_INVALID",
    field: "--hold",
    expected: "a run",
    remedy: "leave it out",
  });
}

/** What chosen gateways share, one after the other: a cluster, or a namespace that is changed for them. Whoever asks for it ends it. */
export type GatewayHost = ({ readonly of: "kind" } & KindHost) | ({ readonly of: "namespace" } & NamespaceHost);

/** The host of a chosen gateway; null: it needs none. Nothing is made before it is used. */
export function hostOf(chosen: ChosenGateway): GatewayHost | null {
  if (chosen.environment === "kind") {
    const { used, whenUsed } = onceUsed(async () => (await environments()).kindHost(bundleCommandLine));
    let known: KindHost | null = null;
    return {
      of: "kind",
      async start(...start) {
        known = await used();
        return await known.start(...start);
      },
      standing: () => known?.standing() ?? null,
      end: async (hasty) => await (await whenUsed())?.end(hasty),
    };
  }
  if (chosen.environment !== "existing" || chosen.namespace?.adapt === undefined) return null;
  const { used, whenUsed } = onceUsed(async () => (await environments()).namespaceHost());
  return {
    of: "namespace",
    start: async (...start) => await (await used()).start(...start),
    end: async () => await (await whenUsed())?.end(),
  };
}

function onceUsed<Host>(make: () => Promise<Host>) {
  let made: Promise<Host> | undefined;
  const used = () => {
    made ??= make();
    return made;
  };
  return { used, whenUsed: () => made };
}

/** How a chosen gateway is started: with a host, if there is one, else with one of its own. */
export function startOf(chosen: ChosenGateway, host: GatewayHost | null): StartGateway {
  switch (chosen.environment) {
    case "embedded":
      return async (signal, keep) => (await environments()).startEmbedded(chosen.options, signal, keep);
    case "standalone":
      return async (signal, keep) => (await environments()).startStandalone(chosen.options, signal, keep);
    case "kind":
      if (host?.of === "kind") return (signal, keep) => host.start(chosen.options, signal, keep);
      return async (signal, keep) => (await environments()).startKind(chosen.options, bundleCommandLine, signal, keep);
    case "existing": {
      const { options, namespace } = chosen;
      if (namespace === null) return async (signal) => (await environments()).connectGateway(options, signal);
      const { adapt } = namespace;
      if (host?.of === "namespace" && adapt !== undefined) {
        return (signal) => host.start(options, { ...namespace, adapt }, signal);
      }
      return async (signal) => (await environments()).connectNamespace(options, namespace, signal);
    }
  }
}

/**
 * What a chosen gateway computes with, where that was declared or its configuration says so.
 *
 * @throws WaRoutingError `OPTION_INVALID` where both say so, and not the same.
 */
export function parametersOf(chosen: ChosenGateway): RouterParameters | undefined {
  switch (chosen.environment) {
    case "standalone":
      return standaloneParameters(chosen.options);
    case "kind":
      return kindParameters(chosen.options);
    default:
      return chosen.options.parameters;
  }
}

/** As {@link chooseGateway}, with the options that it is started with. @param pass Of a gateway that is changed for the run. */
export function chosenGateway(choice: GatewayChoice, pass: Pass = "verbose"): ChosenGateway {
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
    case "kind":
      return { environment, options: defined({ ...started, ordering, eppConfig, ...kindOptions(choice) }) };
    case "existing":
      return existingGateway(choice, pass, defined({ parameters }));
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

function kindOptions(choice: GatewayChoice) {
  const { cluster, reuse, keep, kindNodeImage, eppImage, eppBuild, envoyImage, modelServerImage } = choice;
  const epp = KIND_EPPS.find((name) => name === choice.epp);
  if (choice.epp !== undefined && epp === undefined) {
    throw new WaRoutingError(`--epp ${choice.epp} cannot be deployed into a cluster`, {
      code: "OPTION_INVALID",
      field: "--epp",
      value: choice.epp,
      expected: `one of ${KIND_EPPS.join(", ")}: pickers that read an InferencePool`,
      remedy: "choose the environment standalone",
    });
  }
  if (eppImage !== undefined && eppBuild !== undefined) {
    throw new WaRoutingError("--epp-image cannot be combined with --epp-build", {
      code: "OPTION_INVALID",
      field: "--epp-build",
      value: eppBuild,
      expected: "one of the two: an image, or what one is built from",
    });
  }
  const { eppManifests } = choice;
  const [instead] = (["epp", "ordering", "eppConfig"] as const).filter((name) => choice[name] !== undefined);
  if (eppManifests !== undefined && instead !== undefined) {
    const flag = instead === "eppConfig" ? "--epp-config" : `--${instead}`;
    throw new WaRoutingError(`--epp-manifests cannot be combined with ${flag}`, {
      code: "OPTION_INVALID",
      field: flag,
      value: choice[instead],
      expected: "one of the two: manifests bring the picker and its configuration",
    });
  }
  return { epp, cluster, reuse, keep, kindNodeImage, eppImage, eppBuild, eppManifests, envoyImage, modelServerImage };
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
