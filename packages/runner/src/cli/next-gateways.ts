import { isUndecidedByLoad } from "@wa-routing/analysis";
import type { Checklist, RunManifest } from "@wa-routing/protocol";

const OURS = `
This was our own simulator. Yours next:
  a real Envoy and endpoint picker (wa-routing doctor says what is missing)
    wa-routing run --environment standalone
  an endpoint picker of your own, on that Envoy
    wa-routing run --epp fork --epp-bin PATH
  a gateway that runs already
    wa-routing run --envoy-url URL --model-server-admin-url URL \\
      --router-metrics-url URL --router-log FILE
`;

/**
 * What to test after a simulator that has passed, or that only the machine's load left undecided: it says that the tool works, and
 * nothing about any other gateway.
 */
export function nextGateways(
  { verdict, checks }: Pick<Checklist, "verdict" | "checks">,
  manifest: RunManifest,
): string {
  if (manifest.gateway.environment !== "embedded") return "";
  const open = checks.filter((check) => check.required && check.verdict !== "pass");
  return verdict === "pass" || (open.length > 0 && open.every(isUndecidedByLoad)) ? OURS : "";
}
