import { DEFAULT_ROUTER_PARAMETERS, priorityScore } from "@wa-routing/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";
import { WorkloadModel } from "./registry-model.ts";
import { type ReplayInput, replay } from "./replay.ts";
import type { ReplayedRequest } from "./replayed-request.ts";

// Few times and long gaps, so that requests come together, at the instant of a dispatch, and across a window of 60 s.
const time = fc.oneof(
  fc.integer({ min: 0, max: 6 }),
  fc.integer({ min: 0, max: 20 }).map((n) => n * 8000),
);
const input = fc
  .record({
    requests: fc.array(
      fc.record({
        workload: fc.constantFrom("a", "b", "c", null),
        criticality: fc.integer({ min: 1, max: 5 }),
        enqueuedMs: time,
      }),
      { maxLength: 30 },
    ),
    lags: fc.array(time, { maxLength: 30 }),
  })
  .map(({ requests, lags }): ReplayInput => {
    const sorted = requests.toSorted((a, b) => a.enqueuedMs - b.enqueuedMs);
    return {
      requests: sorted.map((request, index) => ({ ...request, workload: request.workload ?? `alone ${index}` })),
      dispatchesMs: lags.toSorted((a, b) => a - b),
    };
  });

test("dispatches what looking at every waiting request gives", () => {
  fc.assert(
    fc.property(input, (given) => {
      expect(replay({ rule: "workload-aware", discipline: "sorted" }, given)).toEqual(bestOfAll(given));
    }),
    { numRuns: 2000 },
  );
});

function bestOfAll({ requests, dispatchesMs }: ReplayInput): number[] {
  const models = new Map(requests.map(({ workload }) => [workload, new WorkloadModel(DEFAULT_ROUTER_PARAMETERS)]));
  const modelOf = (request: ReplayedRequest) => models.get(request.workload) as WorkloadModel;
  const waiting: number[] = [];
  const order: number[] = [];
  const updates: { atMs: number; apply: () => void }[] = [];
  const catchUp = (atMs: number) => {
    while (updates[0] !== undefined && updates[0].atMs <= atMs) updates.shift()?.apply();
  };
  let next = 0;
  for (const dispatchMs of dispatchesMs) {
    for (; next < requests.length; next++) {
      const request = requests[next] as ReplayedRequest;
      if (request.enqueuedMs > dispatchMs && waiting.length > 0) break;
      catchUp(request.enqueuedMs);
      modelOf(request).arrived(request.enqueuedMs);
      waiting.push(next);
      if (request.enqueuedMs > dispatchMs) {
        next += 1;
        break;
      }
    }
    catchUp(dispatchMs);
    const scores = new Map(waiting.map((index) => [index, scoreOf(requests[index] as ReplayedRequest)]));
    function scoreOf(request: ReplayedRequest): number {
      const model = modelOf(request);
      const ratePerSecond = model.ratePerSecond(dispatchMs);
      const inputs = { criticality: request.criticality, emaSeconds: model.emaSeconds, ratePerSecond };
      return priorityScore(inputs, DEFAULT_ROUTER_PARAMETERS).score;
    }
    waiting.sort((a, b) => (scores.get(b) ?? 0) - (scores.get(a) ?? 0) || a - b);
    const best = waiting.shift();
    if (best === undefined) continue;
    order.push(best);
    const request = requests[best] as ReplayedRequest;
    updates.push({ atMs: dispatchMs + 0.3, apply: () => modelOf(request).dispatched(dispatchMs - request.enqueuedMs) });
  }
  return order;
}
