import { isWaRoutingError, WaRoutingError } from "@wa-routing/protocol";
import { createKubectl, type KubectlOptions } from "./kubectl.ts";

/**
 * The context is looked up once: somebody may make another one the current one while the run goes on.
 *
 * @throws WaRoutingError `OPTION_MISSING` where none was given, and kubectl has none or is not here; `KUBECTL_FAILED`
 */
export async function pinnedContext(
  cluster: KubectlOptions,
  signal?: AbortSignal,
): Promise<KubectlOptions & { context: string }> {
  return { ...cluster, context: cluster.context ?? (await currentContext(cluster, signal)) };
}

async function currentContext(cluster: KubectlOptions, signal: AbortSignal | undefined): Promise<string> {
  try {
    const { stdout, refusal } = await createKubectl(cluster).ask(["config", "current-context"], { signal });
    const context = stdout.trim();
    if (refusal === null && context !== "") return context;
    if (refusal !== null && !refusal.message.includes("current-context is not set")) throw refusal;
  } catch (error) {
    if (!isWaRoutingError(error) || error.code !== "PROGRAM_MISSING") throw error;
    throw missing(`namespace ${cluster.namespace} is looked into with kubectl, which is not on this machine`, {
      field: "--envoy-url",
      expected:
        "kubectl on the PATH (https://kubernetes.io/docs/tasks/tools/), or the gateway's addresses: --envoy-url",
      cause: error,
    });
  }
  throw missing(`which cluster has namespace ${cluster.namespace} is not known: kubectl has no current context`, {
    field: "--context",
    expected:
      "--context with one of those that `kubectl config get-contexts` lists, KUBECONFIG with the file that has it, or the gateway's addresses: --envoy-url",
  });
}

function missing(
  message: string,
  wanted: { readonly field: string; readonly expected: string; readonly cause?: unknown },
): WaRoutingError {
  return new WaRoutingError(message, { code: "OPTION_MISSING", ...wanted });
}
