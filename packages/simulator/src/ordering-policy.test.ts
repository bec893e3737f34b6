import { DEFAULT_ROUTER_PARAMETERS } from "@wa-routing/protocol";
import { expect, test } from "vitest";
import { createBefore, createScorer } from "./ordering-policy.ts";
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

test("planted: while more than thirty wait, the latest goes first, whatever the scores", () => {
  const waiting = { count: 30 };
  const faults = new Set(["lifo-when-many"] as const);
  const registry = new WorkloadRegistry(() => 0);
  const scorer = createScorer(registry, () => 0, faults);
  const before = createBefore("workload-aware", scorer, faults, () => waiting.count);
  const high = { workloadId: "h", criticality: 5, enqueuedMs: 0 } as QueueItem;
  const low = { workloadId: "l", criticality: 1, enqueuedMs: 1 } as QueueItem;
  expect([before(high, low), before(low, high)]).toEqual([true, false]);
  waiting.count = 31;
  expect([before(high, low), before(low, high)]).toEqual([false, true]);
});

test("planted: another id gives another score, also where only the last letter differs", () => {
  const scorer = createScorer(new WorkloadRegistry(() => 0), () => 0, new Set(["id-enters-score"] as const));
  const numbers = Array.from({ length: 1000 }, (_, trial) => {
    const item = { workloadId: `one-other-ids-5f2c-${trial}`, criticality: 1 } as QueueItem;
    return scorer(item).score - 0.08;
  });
  for (let tenth = 0; tenth < 10; tenth++) {
    const within = numbers.filter((number) => number >= tenth / 10 && number < (tenth + 1) / 10);
    expect(within.length).toBeGreaterThan(60);
  }
});
