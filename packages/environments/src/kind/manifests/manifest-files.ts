import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { z } from "zod";
import type { KubernetesObject } from "../../kubernetes/apply-objects.ts";
import { filledIn, type ManifestValues } from "./manifest-variables.ts";
import { manifestsInvalid } from "./manifests-invalid.ts";

const objectSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string().optional(),
    labels: z.record(z.string(), z.string()).optional(),
    annotations: z.record(z.string(), z.string()).optional(),
  }),
});
const listSchema = z.looseObject({ kind: z.literal("List"), items: z.array(z.unknown()) });

const FILE = /\.(ya?ml|json)$/;
const KUSTOMIZATION = /^kustomization\.ya?ml$|^Kustomization$/;

/**
 * The objects of a manifest, or of every `.yaml`, `.yml` and `.json` of a folder, by name, with the variables filled in.
 *
 * @throws WaRoutingError `OPTION_INVALID` for what cannot be read or is no manifest, and for a variable that nothing was given for.
 */
export function readManifestFiles(path: string, values: ManifestValues): KubernetesObject[] {
  return filesOf(path).flatMap((file) => {
    const { text, unset } = filledIn(readText(file), values);
    if (unset.length > 0) {
      throw manifestsInvalid(`${file}: nothing was given for ${unset.join(", ")}`, "the picker's image", {
        remedy: "give --epp-image IMAGE or --epp-build FOLDER",
      });
    }
    return objectsIn(file, text);
  });
}

function filesOf(path: string): string[] {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) throw manifestsInvalid(`--epp-manifests ${path}: there is no such folder or file`, EXPECTED);
  if (!stat.isDirectory()) return [path];
  const names = readdirSync(path).sort();
  if (names.some((name) => KUSTOMIZATION.test(name))) {
    throw manifestsInvalid(`--epp-manifests ${path} is a kustomization`, "what it makes", {
      remedy: `kubectl kustomize ${path} > epp.yaml, then --epp-manifests epp.yaml`,
    });
  }
  const files = names.filter((name) => FILE.test(name)).map((name) => join(path, name));
  if (files.length === 0) throw manifestsInvalid(`--epp-manifests ${path} holds no .yaml, .yml or .json`, EXPECTED);
  return files;
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw manifestsInvalid(`--epp-manifests: ${file} cannot be read: ${(error as Error).message}`, EXPECTED, {
      cause: error,
    });
  }
}

function objectsIn(file: string, text: string): KubernetesObject[] {
  return parseAllDocuments(text).flatMap((document, index) => {
    const where = `--epp-manifests: document ${index + 1} of ${file}`;
    const [error] = document.errors;
    if (error !== undefined) throw manifestsInvalid(`${where} is no YAML: ${error.message.split("\n")[0]}`, EXPECTED);
    const value = withoutNulls(document.toJS());
    if (value === undefined) return [];
    const list = listSchema.safeParse(value);
    return (list.success ? list.data.items : [value]).map((item) => {
      const parsed = objectSchema.safeParse(item);
      if (parsed.success) return parsed.data as KubernetesObject;
      const [issue] = parsed.error.issues;
      throw manifestsInvalid(`${where}: ${issue?.path.join(".") || "it"}: ${issue?.message}`, EXPECTED);
    });
  });
}

/** As `kubectl` reads them: a key without a value is as if it were not there. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== "object") return value;
  if (value === null) return undefined;
  const entries = Object.entries(value).filter(([, each]) => each !== null);
  return Object.fromEntries(entries.map(([name, each]) => [name, withoutNulls(each)]));
}

const EXPECTED = "Kubernetes manifests: documents with apiVersion, kind and metadata.name";
