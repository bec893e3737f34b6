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

/** What to test after a simulator that has passed: it says that the tool works, and nothing about any other gateway. */
export function nextGateways({ verdict }: Checklist, { gateway }: RunManifest): string {
  return verdict === "pass" && gateway.environment === "embedded" ? OURS : "";
}
