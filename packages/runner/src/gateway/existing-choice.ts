import type { ConnectOptions, GivenAddresses, NamespaceOptions } from "@wa-routing/environments";
import { isNameOfCluster } from "@wa-routing/environments/options";
import { DISPATCH_LINES_VERBOSITY, type Pass, QUIET_VERBOSITY, WaRoutingError } from "@wa-routing/protocol";
import { bundleCommandLine } from "./command-line-bundle.ts";
import { defined } from "./defined.ts";
import { readDuration } from "./duration.ts";
import { fieldOf, type GatewayChoice } from "./gateway-options.ts";
import { logSource } from "./log-source.ts";
import { WITNESSES } from "./option-environment.ts";
import { reachOf } from "./reach.ts";

/** A gateway that runs already, with what it is connected with. */
export type ExistingGateway =
  | { readonly environment: "existing"; readonly options: ConnectOptions; readonly namespace: null }
  /** What is not given by address is found in a namespace. */
  | { readonly environment: "existing"; readonly options: GivenAddresses; readonly namespace: NamespaceOptions };

/**
 * A gateway that runs already: by its addresses, or found in a namespace.
 *
 * @param pass Of a gateway that is changed for the run.
 * @throws WaRoutingError `OPTION_INVALID`, `OPTION_MISSING`
 */
export function existingGateway(
  choice: GatewayChoice,
  pass: Pass,
  declared: Pick<ConnectOptions, "parameters">,
): ExistingGateway {
  const { namespace, context, envoyUrl, modelServerImage } = choice;
  if (modelServerImage !== undefined && choice.adapt !== true) {
    throw new WaRoutingError("--model-server-image does nothing without --adapt", {
      code: "OPTION_MISSING",
      field: "--adapt",
      expected: "--adapt beside it: only then model servers are exchanged",
      remedy: "give --adapt, or leave out --model-server-image",
    });
  }
  const options = { ...connectOptions(choice), ...declared };
  if (namespace === undefined || !isLookedFor(choice)) {
    if (choice.wait !== undefined) throw waitsForNothing();
    // Without a namespace the table of options has seen to it that there is an address.
    return { environment: "existing", options: { ...options, gatewayUrl: envoyUrl as string }, namespace: null };
  }
  const cluster = { namespace, ...defined({ context }) };
  const waitMs = choice.wait === undefined ? undefined : readDuration("--wait", choice.wait);
  const verbosity = pass === "quiet" ? QUIET_VERBOSITY : DISPATCH_LINES_VERBOSITY;
  const adapt =
    choice.adapt === true ? { verbosity, bundle: bundleCommandLine, ...defined({ modelServerImage }) } : undefined;
  return { environment: "existing", options, namespace: { cluster, ...defined({ waitMs, adapt }) } };
}

/** Whether something is to be found or changed in the namespace; where every address is given, it is only recorded. */
function isLookedFor(choice: GatewayChoice): boolean {
  const { envoyUrl, context, adapt = false } = choice;
  if (envoyUrl === undefined || context !== undefined || adapt || isNameOfCluster(new URL(envoyUrl).hostname)) {
    return true;
  }
  return WITNESSES.some((name) => choice[fieldOf(name)] === undefined);
}

function waitsForNothing(): WaRoutingError {
  return new WaRoutingError("--wait does nothing where every address is given: then nothing is looked for", {
    code: "OPTION_INVALID",
    field: "--wait",
    expected: "an address that is to be found in the namespace",
    remedy:
      "leave out --wait, or the addresses that --namespace finds; --context NAME looks at the namespace all the same",
  });
}

function connectOptions(choice: GatewayChoice): GivenAddresses {
  const { modelServerUrl, modelServerAdminUrl, routerMetricsUrl, routerLog, routerLogWait = false } = choice;
  return {
    ...reachOf(choice),
    ...defined({
      gatewayUrl: choice.envoyUrl,
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
