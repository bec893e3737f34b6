import type { KubectlOptions } from "@wa-routing/environments";
import { WaRoutingError } from "@wa-routing/protocol";

/** The namespace that a command was told; null: none. @throws WaRoutingError `OPTION_MISSING` for a context without one. */
export function readNamespace({
  namespace,
  context,
}: {
  readonly namespace: string | undefined;
  readonly context: string | undefined;
}): KubectlOptions | null {
  if (namespace !== undefined) return { namespace, ...(context === undefined ? {} : { context }) };
  if (context === undefined) return null;
  throw new WaRoutingError("--context does nothing without --namespace", {
    code: "OPTION_MISSING",
    field: "--namespace",
    expected: "--namespace beside it",
  });
}
