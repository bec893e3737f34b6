import { DEFAULT_ROUTER_PARAMETERS } from "@wa-routing/protocol";
import { expect, test } from "vitest";
import { createScorer } from "./ordering-policy.ts";
import type { QueueItem } from "./queue-item.ts";
import { WorkloadRegistry } from "./workload-registry.ts";

const parameters = {
  ...DEFAULT_ROUTER_PARAMETERS,
  waitWeight: 0.2,
  criticalityWeight: 0.6,
  maxWaitSeconds: 30,
  maxRatePerSecond: 10,
};

// 0.2 * 15 s / 30 s + 0.6 * 5 / 5 - 0.2 * min(20/s, 10/s) / 10/s; of the fork's own weights 0.1 + 0.4 - 0.04.
test.each([
  [parameters, 0.5],
  [undefined, 0.46],
])("a score of its own weights and caps: %j", (given, score) => {
  const clock = { ms: 0 };
  const registry = new WorkloadRegistry(() => clock.ms, new Set(), given);
  for (let n = 0; n < 20; n++) registry.requestArrived("w", `r${n}`);
  registry.requestDispatched("w", 15_000);
  clock.ms = 1000;
  const scorer = createScorer(registry, () => clock.ms, new Set(), given);
  const item = { workloadId: "w", requestId: "r0", criticality: 5, receivedMs: 0 } as QueueItem;
  expect(scorer(item).score).toBeCloseTo(score, 12);
});
