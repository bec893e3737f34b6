import { afterEach, expect, test } from "vitest";
import vectors from "../../protocol/vectors/queue-order.json" with { type: "json" };
import { FlowControl } from "./flow-control.ts";
import { createBefore, createScorer } from "./ordering-policy.ts";
import type { QueueItem } from "./queue-item.ts";
import { WorkloadRegistry } from "./workload-registry.ts";

const LOOK_MS = 0.0002;
const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const close of cleanups.splice(0)) close();
});

/** The simulator's own queue, policy and registry on a clock that moves a little with each look; open only to dispatch. */
function stand() {
  let nowMs = 0;
  let saturated = true;
  const now = () => (nowMs += LOOK_MS);
  const order: number[] = [];
  const registry = new WorkloadRegistry(now);
  const queue = new FlowControl({
    before: createBefore("workload-aware", createScorer(registry, now, new Set()), new Set(), () => 0),
    discipline: "lazy-max-min-heap",
    isSaturated: () => saturated,
    now,
    observer: {
      enqueuing: () => undefined,
      enqueued: () => undefined,
      dispatched({ requestId, workloadId, enqueuedMs }: QueueItem) {
        order.push(Number(requestId));
        registry.requestDispatched(workloadId, nowMs - enqueuedMs);
      },
      evicted: () => undefined,
      blocked: () => undefined,
    },
    ttlMs: 0,
    maxRequests: 1000,
    faults: new Set(),
  });
  cleanups.push(() => queue.close());
  return {
    order,
    enqueue(index: number, workloadId: string, criticality: number, atMs: number) {
      nowMs = atMs;
      registry.requestArrived(workloadId, String(index));
      const text = { fairnessId: "default-flow", model: "m", targetModel: "m" };
      const requestId = String(index);
      const numbers = { criticality, priority: 0, bytes: 1, receivedMs: nowMs };
      queue.enqueue({ ...text, ...numbers, requestId, workloadId, leave: () => undefined });
    },
    dispatch(atMs: number) {
      nowMs = atMs;
      saturated = false;
      queue.cycle();
      saturated = true;
    },
  };
}

// The Go picker's queue and the judge's model are tested with the same table.
test.each(vectors.vectors)("$name", ({ requests, dispatchesMs, order }) => {
  const { enqueue, dispatch, order: seen } = stand();
  const events = [
    ...requests.map(({ workload, criticality, atMs }, index) => ({
      atMs,
      happen: () => enqueue(index, workload ?? `auto-${index}`, criticality, atMs),
    })),
    ...dispatchesMs.map((atMs) => ({ atMs, happen: () => dispatch(atMs) })),
  ];
  for (const { happen } of events.sort((a, b) => a.atMs - b.atMs)) happen();
  expect(seen).toEqual(order);
});
