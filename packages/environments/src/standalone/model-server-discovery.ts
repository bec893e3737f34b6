import { writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { stringify } from "yaml";
import type { EnvironmentParts } from "../process/environment-parts.ts";
import type { EppFlavour } from "./flavour/epp-flavour.ts";

/** What a picker is told so that it finds the model servers. */
export interface ModelServerDiscovery {
  readonly arguments: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const POOL = { name: "wa-routing", namespace: "default" };

/** The list of model servers that pickers read, in the format of llm-d-router's file-discovery: ports are strings. */
export function endpointsList(modelServerUrls: readonly string[]) {
  return {
    endpoints: modelServerUrls.map((url, index) => {
      const { hostname, port } = new URL(url);
      return { name: `model-server-${index}`, address: hostname, port };
    }),
  };
}

/**
 * Makes the model servers known in the way that a picker looks for them: a list at `endpointsFile`, or a Kubernetes API.
 *
 * @throws WaRoutingError `OPTION_INVALID` for more model servers than a pool can hold.
 */
export async function offerModelServers(
  parts: EnvironmentParts,
  discovery: EppFlavour["discovery"],
  { endpointsFile, modelServerUrls }: { readonly endpointsFile: string; readonly modelServerUrls: readonly string[] },
): Promise<ModelServerDiscovery> {
  if (discovery !== "kubernetes-api") {
    await writeFile(endpointsFile, stringify(endpointsList(modelServerUrls)));
    parts.keep(basename(endpointsFile));
    return { arguments: discovery === "endpoints-flag" ? ["--endpoints-file", endpointsFile] : [], env: {} };
  }
  const { startKubernetesApi } = await import("./kubernetes-api/kubernetes-api.ts");
  const api = await startKubernetesApi({ ...POOL, modelServerUrls });
  await parts.add(
    Promise.resolve({ failure: () => null, broken: new Promise<never>(() => undefined), stop: () => api.close() }),
  );
  const file = join(parts.folder, "kubeconfig.yaml");
  await writeFile(file, stringify(api.kubeconfig));
  parts.keep(basename(file));
  return { arguments: ["--pool-name", POOL.name, "--pool-namespace", POOL.namespace], env: { KUBECONFIG: file } };
}
