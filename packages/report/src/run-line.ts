import { changedParameters, type RunManifest, writeParameters } from "@wa-routing/protocol";

/** What was run, in one line. */
export function runLine({ gateway, scenarios, seed, toolVersion, passes }: RunManifest): string {
  const router = Object.entries(gateway.router)
    .map(([key, value]) => `${key} ${value}`)
    .join(", ");
  const changed = gateway.parameters === undefined ? "" : writeParameters(changedParameters(gateway.parameters));
  const score = changed === "" ? "" : `, score ${changed}`;
  const where = gateway.gatewayUrl === null ? gateway.environment : `${gateway.environment} at ${gateway.gatewayUrl}`;
  const count = `${scenarios.length} ${scenarios.length === 1 ? "scenario" : "scenarios"}`;
  const inPasses = passes === undefined ? "" : " in two passes";
  return `${count}${inPasses} on ${where}${router === "" ? "" : ` (${router})`}${score}, seed ${seed}, wa-routing ${toolVersion}`;
}
