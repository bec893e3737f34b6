import { writeFileSync } from "node:fs";

/** A scenario that claims nothing about an order: two requests a trial, answered at once. */
const TINY_SCENARIO = `name: tiny
title: Two requests
claim: Requests are answered.
visibleBecause: Each of them is recorded.
refutedBy: A request that fails.
workloads:
  plain: { header: none }
sampling: { sampling: fixed, trialsPerArm: 2 }
steps:
  - step: send
    streams: [{ workload: plain, arrivals: { process: burst, count: 2 } }]
  - step: drain
`;

/** Writes it to a file, for `--scenario`. */
export function writeTinyScenario(path: string): string {
  writeFileSync(path, TINY_SCENARIO);
  return path;
}
