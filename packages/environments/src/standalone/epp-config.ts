import { readFile } from "node:fs/promises";
import { WaRoutingError } from "@wa-routing/protocol";
import { type Document, isMap, isSeq, parseDocument, stringify, type YAMLMap } from "yaml";
import type { EppFlavour, EppOrdering } from "./flavour/epp-flavour.ts";

/** How a picker is to be configured, as written: by an ordering, or by a file. */
export interface WrittenEppConfig {
  readonly ordering?: EppOrdering;
  /** Path of a configuration of your own, in place of `ordering`. */
  readonly eppConfig?: string;
}

/** A picker's configuration, resolved. */
export interface EppConfig {
  /** What the record calls its ordering. */
  readonly ordering: string;
  /** As YAML, for a list of model servers that is at this path. */
  text(endpointsFile: string): string;
}

/**
 * The configuration that a picker of this flavour gets.
 *
 * A file is passed on as it stands, but for one thing: where model servers come from a list that the configuration names
 * (`file-discovery`), that list is ours, since the ports are.
 *
 * @throws WaRoutingError `OPTION_INVALID` for an ordering that the flavour lacks, or for a file that cannot be read or used.
 */
export async function eppConfigOf(flavour: EppFlavour, { ordering, eppConfig }: WrittenEppConfig): Promise<EppConfig> {
  if (eppConfig !== undefined) return await configOfFile(flavour, eppConfig, ordering);
  const { orderings, orderingsBecause } = flavour;
  const policy = ordering ?? orderings[0];
  if (orderings.includes(policy)) {
    return {
      ordering: policy,
      text: (endpointsFile) => stringify(flavour.config({ ordering: policy, endpointsFile })),
    };
  }
  throw new WaRoutingError(`--epp ${flavour.flavour} cannot be ordered by --ordering ${policy}`, {
    code: "OPTION_INVALID",
    field: "--ordering",
    value: policy,
    expected: `${orderings.join(" or ")}: ${orderingsBecause}`,
  });
}

async function configOfFile(flavour: EppFlavour, file: string, ordering: EppOrdering | undefined): Promise<EppConfig> {
  const invalid = (message: string, expected: string, cause?: unknown) =>
    new WaRoutingError(message, { code: "OPTION_INVALID", field: "--epp-config", value: file, expected, cause });
  if (ordering !== undefined) {
    throw new WaRoutingError(`--ordering ${ordering} cannot be combined with --epp-config ${file}`, {
      code: "OPTION_INVALID",
      field: "--ordering",
      value: ordering,
      expected: "one of the two: a configuration says itself how the queue is ordered",
    });
  }
  const text = await readFile(file, "utf8").catch((error: Error) => {
    const expected = "a file with the endpoint picker's configuration";
    throw invalid(`--epp-config ${file} cannot be read: ${error.message}`, expected, error);
  });
  const called = `as in ${file}`;
  if (flavour.discovery !== "file-discovery") return { ordering: called, text: () => text };
  const document = parseDocument(text);
  const [error] = document.errors;
  const expected = "YAML with a plugin of type file-discovery: it is how the picker learns of the model servers";
  if (error !== undefined) throw invalid(`--epp-config ${file} is no YAML: ${error.message}`, expected, error);
  const plugin = pluginOf(document, "file-discovery");
  if (plugin === null) throw invalid(`--epp-config ${file} has no plugin of type file-discovery`, expected);
  return {
    ordering: called,
    text(endpointsFile) {
      plugin.set("parameters", { path: endpointsFile, watchFile: false });
      return document.toString();
    },
  };
}

function pluginOf(document: Document, type: string): YAMLMap | null {
  const plugins = document.get("plugins");
  const found = isSeq(plugins) ? plugins.items.find((plugin) => isMap(plugin) && plugin.get("type") === type) : null;
  return isMap(found) ? found : null;
}
