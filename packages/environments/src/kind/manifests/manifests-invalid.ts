import { WaRoutingError } from "@wa-routing/protocol";

/** Why manifests cannot be used: `OPTION_INVALID` of `--epp-manifests`. */
export function manifestsInvalid(
  message: string,
  expected: string,
  more: { readonly remedy?: string; readonly cause?: unknown } = {},
): WaRoutingError {
  return new WaRoutingError(message, { code: "OPTION_INVALID", field: "--epp-manifests", expected, ...more });
}
