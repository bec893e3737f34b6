import { execFileSync, type StdioOptions } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

const MODULE = "sigs.k8s.io/gateway-api-inference-extension";
const FILES = [
  "inference.networking.k8s.io_inferencepools",
  "inference.networking.x-k8s.io_inferencemodelrewrites",
  "inference.networking.x-k8s.io_inferenceobjectives",
  "inference.networking.x-k8s.io_inferencepoolimports",
];

/** Where the copy of the inference extension's CRDs is. */
export const INFERENCE_CRDS = "packages/environments/src/kind/objects/inference-crds.json";

/** The version of the inference extension that our picker is built on. */
export function pinnedVersion(): string {
  const version = new RegExp(`^\\t${MODULE} (v\\S+)$`, "m").exec(readFileSync("epp/go.mod", "utf8"))?.[1];
  if (version === undefined) throw new Error(`epp/go.mod does not require ${MODULE}`);
  return version;
}

/** The CRDs of that version, out of its Go module; without Go the copy that is there, as long as it is of that version. */
export function inferenceCrds(): string {
  const version = pinnedVersion();
  const folder = moduleFolder();
  if (folder === null) {
    const copy = readFileSync(INFERENCE_CRDS, "utf8");
    if ((JSON.parse(copy) as { version: string }).version === version) return copy;
    throw new Error(`${INFERENCE_CRDS} is not of ${version}: generate it where there is Go`);
  }
  const objects = FILES.map((name) =>
    parse(readFileSync(join(folder, "config", "crd", "bases", `${name}.yaml`), "utf8")),
  );
  const about = {
    source: `https://github.com/kubernetes-sigs/gateway-api-inference-extension/tree/${version}/config/crd/bases`,
    version,
    licence: "Apache-2.0, copyright The Kubernetes Authors (https://www.apache.org/licenses/LICENSE-2.0)",
  };
  return `${JSON.stringify({ ...about, objects }, null, 1)}\n`;
}

/** Null where there is no Go, or where the module was never downloaded and cannot be. */
function moduleFolder(): string | null {
  try {
    const stdio: StdioOptions = ["ignore", "pipe", "ignore"];
    const text = execFileSync("go", ["mod", "download", "-json", MODULE], { cwd: "epp", encoding: "utf8", stdio });
    return (JSON.parse(text) as { Dir: string }).Dir;
  } catch {
    return null;
  }
}
