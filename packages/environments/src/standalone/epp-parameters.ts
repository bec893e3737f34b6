import {
  DEFAULT_ROUTER_PARAMETERS,
  parameterOption,
  ROUTER_PARAMETERS,
  type RouterParameters,
  routerParametersSchema,
  WaRoutingError,
} from "@wa-routing/protocol";
import { isMap, isSeq, parseDocument, type YAMLMap } from "yaml";
import { type EppFlavour, ORDERING_PLUGINS } from "./flavour/epp-flavour.ts";

const PLUGIN = ORDERING_PLUGINS["workload-aware"];

/** What is said of a picker's parameters: by `--score`, and by the configuration that it is given. */
export interface ScoreSources {
  readonly declared: RouterParameters | undefined;
  /** A configuration of its own, the file that it comes from, and the option that named that. */
  readonly file: { readonly path: string; readonly text: string; readonly option: string } | null;
}

/**
 * What a picker computes with, as far as anybody says so: its configuration, or `--score`; undefined where neither does. A picker
 * that is configured by us gets what was declared.
 *
 * @throws WaRoutingError `OPTION_INVALID` where the two differ, where a value is impossible, or for a picker that computes no score.
 */
export function eppParameters(flavour: EppFlavour, { declared, file }: ScoreSources): RouterParameters | undefined {
  if (file === null) {
    if (declared !== undefined && flavour.score === "none") throw noScore(`--epp ${flavour.flavour}`);
    return declared;
  }
  const written = parametersWritten(file.text);
  const isConfigured = flavour.score === "configured";
  if (written === null && declared !== undefined && isConfigured) throw noScore(`${file.option} ${file.path}`);
  if (written === null || (declared === undefined && Object.keys(written).length === 0)) return declared;
  const base = isConfigured ? undefined : declared;
  const configured = routerParametersSchema.safeParse({ ...(base ?? DEFAULT_ROUTER_PARAMETERS), ...written });
  if (!configured.success) {
    const [issue] = configured.error.issues;
    const key = issue?.path[0];
    throw new WaRoutingError(
      `${file.option} ${file.path}: ${key === undefined ? "" : `${String(key)} is ${JSON.stringify(written[key as never])}: `}${issue?.message}`,
      { code: "OPTION_INVALID", field: file.option, value: file.path, expected: `parameters of ${PLUGIN}` },
    );
  }
  const differences = ROUTER_PARAMETERS.flatMap((name) => {
    const [said, found] = [declared?.[name], configured.data[name]];
    return said === undefined || said === found
      ? []
      : [`${parameterOption(name)} is ${said} there and ${found} in the file`];
  });
  if (differences.length === 0) return configured.data;
  throw new WaRoutingError(`--score contradicts ${file.option} ${file.path}: ${differences.join(", ")}`, {
    code: "OPTION_INVALID",
    field: "--score",
    expected: "what the configuration says, with the defaults for what neither names",
    remedy: "leave --score out: it is read from the configuration",
  });
}

function noScore(what: string): WaRoutingError {
  return new WaRoutingError(`--score does nothing with ${what}: it has no plugin of type ${PLUGIN}`, {
    code: "OPTION_INVALID",
    field: "--score",
    expected: "a picker that computes a score of workloads",
    remedy: "leave --score out",
  });
}

/** The parameters that the plugin's entry names, among those of the score and the registry; null without such an entry. */
function parametersWritten(text: string): Partial<Record<keyof RouterParameters, unknown>> | null {
  const plugin = pluginOf(parseDocument(text), PLUGIN);
  if (plugin === null) return null;
  const { parameters = {} } = plugin.toJSON() as { parameters?: Record<string, unknown> | null };
  return Object.fromEntries(
    ROUTER_PARAMETERS.flatMap((name) => (parameters?.[name] === undefined ? [] : [[name, parameters[name]]])),
  );
}

/** The entry of a plugin in a picker's configuration; null where there is none. */
export function pluginOf(document: ReturnType<typeof parseDocument>, type: string): YAMLMap | null {
  const plugins = document.get("plugins");
  const found = isSeq(plugins) ? plugins.items.find((plugin) => isMap(plugin) && plugin.get("type") === type) : null;
  return isMap(found) ? found : null;
}
