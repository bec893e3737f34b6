import { readFileSync } from "node:fs";
import { type RouterParameters, WaRoutingError } from "@wa-routing/protocol";
import { parseDocument, stringify } from "yaml";
import { eppParameters, pluginOf } from "./epp-parameters.ts";
import type { EppFlavour, EppOrdering } from "./flavour/epp-flavour.ts";

/** How a picker is to be configured, as written: by an ordering, or by a file. */
export interface WrittenEppConfig {
  readonly ordering?: EppOrdering;
  /** Path of a configuration of your own, in place of `ordering`. */
  readonly eppConfig?: string;
  /** What it is declared to compute with; one that we configure is told so. */
  readonly parameters?: RouterParameters;
}

/** A picker's configuration, resolved. */
export interface EppConfig {
  /** What the record calls its ordering. */
  readonly ordering: string;
  /** What it computes with, where that was declared or its configuration says so. */
  readonly parameters: RouterParameters | undefined;
  /** As YAML, for a list of model servers that is at this path. */
  text(endpointsFile: string): string;
}

/**
 * The configuration that a picker of this flavour gets.
 *
 * A file is passed on as it stands, but for one thing: where model servers come from a list that the configuration names
 * (`file-discovery`), that list is ours, since the ports are.
 *
 * @throws WaRoutingError `OPTION_INVALID` for an ordering that the flavour lacks, for a file that cannot be read or used, or for
 *   parameters that the file contradicts.
 */
export function eppConfigOf(flavour: EppFlavour, written: WrittenEppConfig): EppConfig {
  const { ordering, eppConfig } = written;
  if (eppConfig !== undefined) return configOfFile(flavour, eppConfig, written);
  const { orderings, orderingsBecause } = flavour;
  const policy = ordering ?? orderings[0];
  if (orderings.includes(policy)) {
    const parameters = eppParameters(flavour, { declared: written.parameters, file: null });
    return {
      ordering: policy,
      parameters,
      text: (endpointsFile) => stringify(flavour.config({ ordering: policy, endpointsFile, parameters })),
    };
  }
  throw new WaRoutingError(`--epp ${flavour.flavour} cannot be ordered by --ordering ${policy}`, {
    code: "OPTION_INVALID",
    field: "--ordering",
    value: policy,
    expected: `${orderings.join(" or ")}: ${orderingsBecause}`,
  });
}

function configOfFile(
  flavour: EppFlavour,
  file: string,
  { ordering, parameters: declared }: WrittenEppConfig,
): EppConfig {
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
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    const expected = "a file with the endpoint picker's configuration";
    throw invalid(`--epp-config ${file} cannot be read: ${(error as Error).message}`, expected, error);
  }
  const parameters = eppParameters(flavour, { declared, file: { path: file, text, option: "--epp-config" } });
  const called = `as in ${file}`;
  if (flavour.discovery !== "file-discovery") return { ordering: called, parameters, text: () => text };
  const document = parseDocument(text);
  const [error] = document.errors;
  const expected = "YAML with a plugin of type file-discovery: it is how the picker learns of the model servers";
  if (error !== undefined) throw invalid(`--epp-config ${file} is no YAML: ${error.message}`, expected, error);
  const plugin = pluginOf(document, "file-discovery");
  if (plugin === null) throw invalid(`--epp-config ${file} has no plugin of type file-discovery`, expected);
  return {
    ordering: called,
    parameters,
    text(endpointsFile) {
      plugin.set("parameters", { path: endpointsFile, watchFile: false });
      return document.toString();
    },
  };
}
