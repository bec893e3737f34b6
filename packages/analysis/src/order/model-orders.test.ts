import { DEFAULT_ROUTER_PARAMETERS } from "@wa-routing/protocol";
import { describe, expect, test } from "vitest";
import type { Ablation, RuleName } from "../policy/ordering-rule.ts";
import type { QueueDiscipline } from "../policy/queue-discipline.ts";
import type { ReplayedRequest } from "../policy/replayed-request.ts";
import { modelOrders, predictionOf } from "./model-orders.ts";
import type { ReplayTimes } from "./replay-times.ts";
import { traceOf } from "./trace.test-data.ts";

type Request = ReplayedRequest;

/** Requests that wait together and leave from 100 ms on, and what the policies are sure of for two of them. */
function predictions(requests: readonly Request[], options: Parameters<typeof ordersOf>[1] = {}) {
  const { traces, orders } = ordersOf(requests, options);
  return (rule: RuleName | Ablation, a: number, b: number, discipline?: QueueDiscipline) => {
    const first = orders[rule].policies[0]?.discipline ?? null;
    const predict = predictionOf(orders, rule, discipline ?? first);
    return predict(traces[a] ?? traceOf("stranger", {}), traces[b] ?? traceOf("stranger", {}));
  };
}

function ordersOf(
  requests: readonly Request[],
  {
    jitterMs = 0,
    dispatches = requests.length,
    dispatchJitterMs = 0,
    firstMs = 100,
    seed = 1,
    leftAs = requests.map((_, index) => index),
    isEntryLogged = false,
    leadMs = null as number | null,
  } = {},
) {
  const traces = requests.map(({ workload, criticality, enqueuedMs }) =>
    traceOf(workload, { sentMs: enqueuedMs, criticality }),
  );
  const times: ReplayTimes = {
    traces,
    requests,
    dispatchesMs: Array.from({ length: dispatches }, (_, index) => firstMs + index),
    dispatchedMs: [],
    leftAs,
    dispatchLeadsMs: leadMs === null ? null : Array.from({ length: dispatches }, () => leadMs),
    isEntryLogged,
    averageLagsMs: null,
    parameters: DEFAULT_ROUTER_PARAMETERS,
    uncertainty: { clock: "router", enqueueJitterMs: jitterMs, dispatchJitterMs, averageLag: 1.5 },
  };
  return { traces, orders: modelOrders(times, seed) };
}

const low = { workload: "low", criticality: 1, enqueuedMs: 0 };
const high = { workload: "high", criticality: 5, enqueuedMs: 10 };

test("an order of entering that was logged is sure, however uncertain the times are", () => {
  const two = [low, { ...low, workload: "later", enqueuedMs: 1 }];
  expect(predictions(two, { jitterMs: 50 })("fcfs", 0, 1)).toBe(0);
  expect(predictions(two, { jitterMs: 50, isEntryLogged: true })("fcfs", 0, 1)).toBe(-1);
});

test("how old a fresh workload was at its dispatch is not sure where all may have been dispatched earlier", () => {
  // Two in the time since 0, and one in the time since 400 ms: the latter's rate is the higher one until 800 ms.
  const steady = { workload: "steady", criticality: 3 };
  const fresh = { workload: "fresh", criticality: 3, enqueuedMs: 400 };
  const three = [{ ...steady, enqueuedMs: 0 }, { ...steady, enqueuedMs: 1 }, fresh];
  const predict = (options: Parameters<typeof ordersOf>[1]) =>
    predictions(three, options)("workload-aware", 2, 0, "sorted");
  expect(predict({ firstMs: 1500 })).toBe(-1);
  expect(predict({ firstMs: 500 })).toBe(1);
  expect(predict({ firstMs: 1500, leadMs: 1000 })).toBe(0);
});

describe("with times that are known", () => {
  const predict = predictions([low, high]);
  test.each([
    ["fcfs", -1],
    ["lifo", 1],
    ["strict-criticality", 1],
    ["workload-aware", 1],
    ["slo-deadline", -1],
    ["edf", -1],
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
    const names = ["fcfs", "workload-aware", "edf"] as const;
    const askAll = (models: readonly RuleName[]) => {
      const predict = predictions(many, { jitterMs: 4, dispatchJitterMs: 2 });
      return Object.fromEntries(
        models.map((model) => [model, many.map((_, a) => many.map((__, b) => (a === b ? 0 : predict(model, a, b))))]),
      );
    };
    expect(askAll(names)).toEqual(askAll(names.toReversed()));
  });
});

describe("a rule by scores", () => {
  // Known for 2 s, so that the fresh one's rate is what parts the disciplines: only what is sorted anew lets it go first.
  const waiting = { workload: "waiting", criticality: 3, enqueuedMs: 0 };
  const fresh = { workload: "fresh", criticality: 5, enqueuedMs: 2000 };

  test("predicts under each discipline what that makes of it", () => {
    const predict = predictions([waiting, fresh], { firstMs: 2500 });
    const under = (discipline: QueueDiscipline) => predict("workload-aware", 0, 1, discipline);
    expect([under("lazy-max-min-heap"), under("lazy-binary-heap"), under("sorted")]).toEqual([-1, -1, 1]);
  });

  test("predicts of the first and the second to leave of a workload, whichever of its requests that is", () => {
    const many = [fresh, { ...low, enqueuedMs: 2001 }, { ...fresh, enqueuedMs: 2002 }];
    const asSent = predictions(many, { firstMs: 4000, dispatches: 1, leftAs: [0, 1, 2] });
    const otherFirst = predictions(many, { firstMs: 4000, dispatches: 1, leftAs: [2, 1, 0] });
    // One leaves, and it is of the fresh workload: the one that was seen to leave first.
    expect([asSent("workload-aware", 0, 1), asSent("workload-aware", 0, 2)]).toEqual([-1, -1]);
    expect([otherFirst("workload-aware", 2, 1), otherFirst("workload-aware", 2, 0)]).toEqual([-1, -1]);
    expect(otherFirst("fcfs", 0, 2)).toBe(-1);
  });

  test("is not replayed under a discipline that it has not", () => {
    const { orders } = ordersOf([low, high]);
    expect(() => predictionOf(orders, "fcfs", "sorted")).toThrow(/fcfs is not replayed under sorted/);
  });
});

describe("a rule that gives the same order as another in every replay", () => {
  test("is equal to it: all without deadlines are first come, first served", () => {
    const { orders } = ordersOf([low, high]);
    const equal = (rule: RuleName) => orders[rule].equalTo();
    expect([equal("edf"), equal("slo-deadline"), equal("lifo"), equal("fcfs")]).toEqual(["fcfs", "fcfs", null, null]);
    expect(equal("workload-aware")).toBeNull();
  });

  test("is not where a deadline makes a difference, nor where it does in some replay only", () => {
    const due = (ttlMs: number, sloTtftMs: number) => [
      { ...low, ttlMs: 500, sloTtftMs: 500 },
      { ...high, ttlMs, sloTtftMs },
      { workload: "third", criticality: 3, enqueuedMs: 20, ttlMs: 600, sloTtftMs: 600 },
    ];
    const equal = (requests: readonly Request[], jitterMs = 0) => {
      const { orders } = ordersOf(requests, { jitterMs });
      return [orders.edf.equalTo(), orders["slo-deadline"].equalTo()];
    };
    expect(equal(due(400, 500))).toEqual([null, "fcfs"]);
    expect(equal(due(500, 400))).toEqual(["fcfs", null]);
    expect([equal(due(500, 495))[1], equal(due(500, 495), 20)[1]]).toEqual(["fcfs", null]);
  });
});

test("a deadline counts from when a request was received, whose error is not that of its entering", () => {
  const due = [
    { ...low, sloTtftMs: 100 },
    { ...high, enqueuedMs: 3, sloTtftMs: 96 },
  ];
  const sure = (jitterMs: number) => predictions(due, { jitterMs })("slo-deadline", 0, 1);
  expect([sure(0), sure(0.5), sure(20)]).toEqual([1, 1, 0]);
});
