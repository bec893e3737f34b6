import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { WaRoutingError } from "@wa-routing/protocol";
import { Command } from "commander";
import { distance } from "fastest-levenshtein";
import { createJiti } from "jiti";
import { isMap, isScalar, LineCounter, parseDocument } from "yaml";
import { readTextFile } from "../folder/text-file.ts";
import { CONFIG_FILES, type ConfigEntry, type ConfigFile } from "./option-sources.ts";
import { addRun } from "./run-options.ts";

/** As {@link readConfigFile}, with the options of `run`. */
export async function readRunConfig(folder: string): Promise<ConfigFile | null> {
  const { options } = addRun(new Command());
  return await readConfigFile(
    folder,
    options.map(({ long }) => (long ?? "").replace(/^--/, "")),
  );
}

/**
 * The configuration file of a folder; null: there is none.
 *
 * @param options What may stand in it: flags without their dashes.
 * @throws WaRoutingError `FILE_INVALID` with every problem and its place, `FILE_UNREADABLE`
 */
export async function readConfigFile(folder: string, options: readonly string[]): Promise<ConfigFile | null> {
  const found = CONFIG_FILES.filter((file) => existsSync(join(folder, file)));
  const [name, second] = found;
  if (name === undefined) return null;
  if (second !== undefined) throw invalid(name, [`${found.join(" and ")} are both here`], "one configuration file");
  const path = join(folder, name);
  const entries = name.endsWith(".yaml") ? entriesOfYaml(path, name) : await entriesOfModule(path, name);
  const problems = entries.flatMap(({ option, place }, index) => {
    if (!options.includes(option))
      return [`${place} there is no option ${JSON.stringify(option)}${meant(option, options)}`];
    const first = entries.findIndex((other) => other.option === option) === index;
    return first ? [] : [`${place} ${option} is there twice`];
  });
  if (problems.length > 0) throw invalid(name, problems, "options of run, without their dashes");
  return { name, entries };
}

function entriesOfYaml(path: string, name: string): ConfigEntry[] {
  const lines = new LineCounter();
  const text = readTextFile(path, name, "a YAML file with options of run");
  const document = parseDocument(text, {
    lineCounter: lines,
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: "error",
  });
  const placeOf = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${name}:${line}:${col}`;
  };
  if (document.errors.length > 0) {
    const problems = document.errors.map(({ pos, message }) => `${placeOf(pos[0])} is no valid YAML: ${message}`);
    throw invalid(name, problems, "options of run, a line each, such as trials: 8");
  }
  const { contents } = document;
  if (contents === null) return [];
  if (!isMap(contents)) throw invalid(name, [`${placeOf(0)} is no mapping`], "options of run, such as trials: 8");
  return contents.items.map(({ key, value }) => ({
    option: isScalar(key) ? String(key.value) : JSON.stringify(key),
    value: (value as { toJSON(): unknown } | null)?.toJSON() ?? null,
    place: placeOf(isScalar(key) ? (key.range?.[0] ?? 0) : 0),
  }));
}

async function entriesOfModule(path: string, name: string): Promise<ConfigEntry[]> {
  const written = await defaultExport(path, name);
  if (typeof written !== "object" || written === null || Array.isArray(written)) {
    throw invalid(name, [`${name} exports no options`], 'export default { "trials": 8 }');
  }
  return Object.entries(written)
    .filter(([, value]) => value !== undefined)
    .map(([option, value]) => ({ option, value, place: name }));
}

async function defaultExport(path: string, name: string): Promise<unknown> {
  try {
    // Not every supported Node reads TypeScript.
    return await createJiti(pathToFileURL(path).href, { fsCache: false }).import(path, { default: true });
  } catch (error) {
    throw new WaRoutingError(`${name} cannot be loaded: ${(error as Error).message}`, {
      code: "FILE_INVALID",
      field: name,
      expected: "a module whose default export holds options of run",
      cause: error,
    });
  }
}

function meant(option: string, options: readonly string[]): string {
  const asFlag = option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const [nearest] = options
    .map((candidate) => ({ candidate, edits: distance(candidate, asFlag) }))
    .toSorted((a, b) => a.edits - b.edits);
  return nearest !== undefined && nearest.edits <= nearest.candidate.length / 3
    ? ` (did you mean ${JSON.stringify(nearest.candidate)}?)`
    : "";
}

function invalid(name: string, problems: readonly string[], expected: string): WaRoutingError {
  return new WaRoutingError(problems.join("\n"), {
    code: "FILE_INVALID",
    field: name,
    value: problems,
    expected,
    remedy: "wa-routing run --help lists them",
  });
}
