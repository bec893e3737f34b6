import { describe, expect, test } from "vitest";
import type { ModelName } from "../policy/policy-model.ts";
import { modelOrders } from "./model-orders.ts";
import type { ReplayTimes } from "./replay-times.ts";
import { traceOf } from "./trace.test-data.ts";

interface Request {
  readonly workload: string;
  readonly criticality: number;
  readonly enqueuedMs: number;
}

/** Requests that wait together and leave from 100 ms on, and what the policies are sure of for two of them. */
function predictions(
  requests: readonly Request[],
  { jitterMs = 0, dispatches = requests.length, dispatchJitterMs = 0, firstMs = 100, seed = 1 } = {},
) {
  const traces = requests.map(({ workload, enqueuedMs }) => traceOf(workload, { sentMs: enqueuedMs }));
  const times: ReplayTimes = {
    traces,
    requests,
    dispatchesMs: Array.from({ length: dispatches }, (_, index) => firstMs + index),
    dispatchedMs: [],
    uncertainty: { clock: "router", enqueueJitterMs: jitterMs, dispatchJitterMs },
  };
  const orders = modelOrders(times, seed);
  return (model: ModelName, a: number, b: number) =>
    orders[model](traces[a] ?? traceOf("stranger", {}), traces[b] ?? traceOf("stranger", {}));
}

const low = { workload: "low", criticality: 1, enqueuedMs: 0 };
const high = { workload: "high", criticality: 5, enqueuedMs: 10 };

describe("with times that are known", () => {
  const predict = predictions([low, high]);
  test.each([
    ["fcfs", -1],
    ["lifo", 1],
    ["strict-criticality", 1],
    ["workload-aware", 1],
    ["workload-aware-resorted", 1],
    ["workload-aware-without-criticality", -1],
    ["workload-aware-without-wait", 1],
    ["workload-aware-without-rate", 1],
  ] as const)("%s is sure of its own order: %i", (model, expected) => {
    expect(predict(model, 0, 1)).toBe(expected);
    expect(predict(model, 1, 0)).toBe(-expected);
  });

  test("of any two of many", () => {
    const three = predictions([low, { ...low, enqueuedMs: 5 }, high]);
    expect([three("fcfs", 2, 1), three("fcfs", 1, 2), three("fcfs", 2, 0)]).toEqual([1, -1, 1]);
  });

  test("of a request that was not replayed nothing is predicted", () => {
    expect([predict("fcfs", 0, 9), predict("fcfs", 9, 0)]).toEqual([0, 0]);
  });
});

test("what no dispatch was left for comes after what was dispatched", () => {
  const predict = predictions([low, high], { dispatches: 1 });
  expect([predict("fcfs", 0, 1), predict("workload-aware", 0, 1)]).toEqual([-1, 1]);
});

describe("with times that are not, a pair counts only if all replays agree", () => {
  test("an order of entering that errors of it can turn round is not predicted", () => {
    const close = [low, { ...high, enqueuedMs: 3 }];
    for (let seed = 1; seed <= 8; seed++) {
      expect(predictions(close, { jitterMs: 20, seed })("fcfs", 0, 1), `seed ${seed}`).toBe(0);
    }
    expect(predictions(close, { jitterMs: 2 })("fcfs", 0, 1)).toBe(-1);
    expect(predictions(close, { jitterMs: 20 })("strict-criticality", 0, 1)).toBe(1);
  });

  test("also when both may have entered after the first was dispatched", () => {
    const both = [
      { ...low, enqueuedMs: 101 },
      { ...high, enqueuedMs: 102 },
    ];
    expect(predictions(both, { jitterMs: 20 })("fcfs", 0, 1)).toBe(0);
  });

  test("what is written of an event is written after it: errors of entering make it later, never earlier", () => {
    const late = [low, { ...high, enqueuedMs: 101 }];
    expect(predictions(late, { firstMs: 100.5, jitterMs: 3 })("strict-criticality", 0, 1)).toBe(-1);
  });

  test("one that was dispatched about when a better one entered may have been alone", () => {
    const late = [low, { ...high, enqueuedMs: 101 }];
    const at = { firstMs: 100.5 };
    expect(predictions(late, at)("strict-criticality", 0, 1)).toBe(-1);
    expect(predictions(late, { ...at, dispatchJitterMs: 5 })("strict-criticality", 0, 1)).toBe(0);
    expect(predictions(late, { ...at, dispatchJitterMs: 0.2 })("strict-criticality", 0, 1)).toBe(-1);
  });

  test("requests that entered at the same moment keep the order in which they are given", () => {
    expect(predictions([low, { ...high, enqueuedMs: 0 }])("fcfs", 0, 1)).toBe(-1);
  });

  test("the same seed gives the same, whatever is asked first", () => {
    const many = Array.from({ length: 12 }, (_, index) => ({
      ...{ workload: `w${index}`, criticality: 1 + (index % 5), enqueuedMs: index },
    }));
    const names = ["fcfs", "workload-aware", "workload-aware-without-wait"] as const;
    const askAll = (models: readonly ModelName[]) => {
      const predict = predictions(many, { jitterMs: 4, dispatchJitterMs: 2 });
      return Object.fromEntries(
        models.map((model) => [model, many.map((_, a) => many.map((__, b) => (a === b ? 0 : predict(model, a, b))))]),
      );
    };
    expect(askAll(names)).toEqual(askAll(names.toReversed()));
  });
});
