import type { RunReport } from "@wa-routing/protocol";
import { runLine } from "./run-line.ts";

/** What tells a run from others, by name: what no name of a suite may hold, so that a suite is the same in every run. */
export function runProperties({ manifest, checklist }: RunReport): readonly (readonly [name: string, value: string])[] {
  const { gateway, seed, toolVersion, scenarios, passes, exitReason } = manifest;
  return [
    ["verdict", checklist.verdict],
    ["run", runLine(manifest)],
    ["environment", gateway.environment],
    ...(gateway.gatewayUrl === null ? [] : ([["gatewayUrl", gateway.gatewayUrl]] as const)),
    ...Object.entries(gateway.router).map(([name, value]) => [`router.${name}`, value] as const),
    ["scenarios", scenarios.join(",")],
    ...(passes === undefined ? [] : ([["passes", passes.join(",")]] as const)),
    ["seed", String(seed)],
    ["toolVersion", toolVersion],
    ["exitReason", exitReason ?? "killed"],
  ];
}
