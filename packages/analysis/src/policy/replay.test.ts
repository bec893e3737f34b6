import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RULE_NAMES } from "./ordering-rule.ts";
import { type Policy, policiesOf } from "./policy.ts";
import { replay } from "./replay.ts";
import type { ReplayedRequest } from "./replayed-request.ts";

const LAZY: Policy = { rule: "workload-aware", discipline: "lazy-max-min-heap" };
const POLICIES: Readonly<Record<string, Policy>> = {
  ...Object.fromEntries(RULE_NAMES.map((rule) => [rule, { rule, discipline: null }])),
  lazy: LAZY,
  "binary heap": { rule: "workload-aware", discipline: "lazy-binary-heap" },
  sorted: { rule: "workload-aware", discipline: "sorted" },
};

const at = (workload: string, criticality: number, enqueuedMs: number): ReplayedRequest => ({
  workload,
  criticality,
  enqueuedMs,
});
const every = (count: number, gapMs: number, make: (index: number) => ReplayedRequest, startMs = 0) =>
  Array.from({ length: count }, (_, index) => ({ ...make(index), enqueuedMs: startMs + index * gapMs }));
/** Dispatches one a millisecond from then on. */
const drained = (count: number, fromMs: number) => Array.from({ length: count }, (_, index) => fromMs + index);

// A request that was answered at once, so that the workload is known: enqueued and dispatched before the others.
function primed(primes: readonly ReplayedRequest[], held: readonly ReplayedRequest[], fromMs: number) {
  const requests = [...primes, ...held];
  return {
    requests,
    dispatchesMs: [...primes.map(({ enqueuedMs }) => enqueuedMs + 0.5), ...drained(held.length, fromMs)],
    skip: primes.length,
  };
}

interface Case {
  readonly name: string;
  readonly primes?: readonly ReplayedRequest[];
  readonly held: readonly ReplayedRequest[];
  readonly fromMs: number;
  readonly order: Readonly<Record<string, readonly number[]>>;
}

// What contract.md 3.5 measured on the router's own queue, policy and registry; the other policies by their definition.
const cases: readonly Case[] = [
  {
    name: "low, medium, high, all fresh, drained a second later",
    held: [at("low", 1, 0), at("medium", 3, 20), at("high", 5, 40)],
    fromMs: 1000,
    order: {
      fcfs: [0, 1, 2],
      lifo: [2, 1, 0],
      "strict-criticality": [2, 1, 0],
      lazy: [2, 1, 0],
      sorted: [2, 1, 0],
    },
  },
  {
    name: "criticality 3 waits 2 s, then a fresh 5: the fresh id is inserted with its full rate penalty",
    held: [at("waiting", 3, 0), at("fresh", 5, 2000)],
    fromMs: 2500,
    order: { fcfs: [0, 1], lazy: [0, 1], sorted: [1, 0], "strict-criticality": [1, 0] },
  },
  {
    name: "the same with an id that has been known for 2 s",
    primes: [at("known", 5, 0)],
    held: [at("waiting", 3, 100), at("known", 5, 2000)],
    fromMs: 2500,
    order: { fcfs: [0, 1], lazy: [1, 0] },
  },
  {
    name: "criticality 1 waits, then a fresh 5: the distance is more than the penalty",
    held: [at("waiting", 1, 0), at("fresh", 5, 2000)],
    fromMs: 2500,
    order: { lazy: [1, 0] },
  },
  {
    name: "six of criticality 3 wait, then a fresh 5: exactly the old root leaves before it",
    held: [...every(6, 20, () => at("many", 3, 0)), at("fresh", 5, 2000)],
    fromMs: 2500,
    order: { "strict-criticality": [6, 0, 1, 2, 3, 4, 5] },
  },
  {
    name: "one workload, 12 requests 20 ms apart: the head, then the last first",
    held: every(12, 20, () => at("one", 3, 0)),
    fromMs: 1000,
    order: {
      fcfs: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
      lazy: [0, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1],
    },
  },
  {
    name: "one workload, a burst of 12, drained 2 s later",
    held: every(12, 0.05, () => at("one", 3, 0)),
    fromMs: 2000,
    order: { lazy: [0, 6, 9, 8, 7, 4, 5, 2, 3, 1, 11, 10] },
  },
  {
    name: "headerless requests, each a workload of its own: in the order of their coming",
    held: every(16, 20, (index) => at(`auto-${index}`, 3, 0)),
    fromMs: 1000,
    order: { lazy: Array.from({ length: 16 }, (_, index) => index) },
  },
];

describe.each(cases)("$name", ({ primes = [], held, fromMs, order }) => {
  test.each(Object.entries(order))("%s", (name, expected) => {
    const { requests, dispatchesMs, skip } = primed(primes, held, fromMs);
    const replayed = replay(POLICIES[name] as Policy, { requests, dispatchesMs }).filter((index) => index >= skip);
    expect(replayed.map((index) => index - skip)).toEqual(expected);
  });
});

test("six of criticality 3 wait, then a fresh 5: one leaves before it, and only one", () => {
  const requests = [...every(6, 20, () => at("many", 3, 0)), at("fresh", 5, 2000)];
  const order = replay(LAZY, { requests, dispatchesMs: drained(7, 2500) });
  expect(order.indexOf(6)).toBe(1);
});

test("flood and fair: the head of the flood, the fair one, the rest of the flood", () => {
  const requests = [...every(10, 5, () => at("flood", 4, 0)), at("fair", 4, 200)];
  const order = replay(LAZY, { requests, dispatchesMs: drained(11, 2000) });
  expect(order.slice(0, 2)).toEqual([0, 10]);
});

test("a burst of 40 against a steady workload of equal criticality: all steady ones overtake the burst", () => {
  const steady = Array.from({ length: 4 }, (_, index) => at("steady", 3, 3000 + index * 500));
  const requests = [at("steady", 3, 0), ...every(40, 0.5, () => at("burst", 3, 0), 2900), ...steady];
  const order = replay(LAZY, { requests, dispatchesMs: [0.5, ...drained(44, 4600)] });
  expect(order.slice(1, 5).every((index) => requests[index]?.workload === "steady")).toBe(true);
});

test("the boost of a wait of 16 s carries three dispatches against one level, and burns off", () => {
  const held = [...every(6, 4, () => at("rival", 3, 0), 20_000), ...every(6, 4, () => at("waiter", 2, 0), 20_024)];
  const requests = [at("waiter", 2, 0), at("rival", 3, 16_500), ...held];
  const order = replay(LAZY, { requests, dispatchesMs: [16_000, 16_500.5, ...drained(12, 20_200)] });
  const workloads = order.slice(2).map((index) => requests[index]?.workload);
  expect(workloads.slice(0, 2)).toEqual(["waiter", "waiter"]);
  expect(workloads.slice(-3)).toEqual(["waiter", "waiter", "waiter"]);
});

test("every policy dispatches every request once", () => {
  const request = fc.record({
    workload: fc.constantFrom("a", "b", "c"),
    criticality: fc.integer({ min: 1, max: 5 }),
    enqueuedMs: fc.integer({ min: 0, max: 500 }),
  });
  fc.assert(
    fc.property(
      fc.array(request, { maxLength: 60 }),
      fc.constantFrom(...RULE_NAMES.flatMap(policiesOf)),
      (unsorted, policy) => {
        const requests = unsorted.toSorted((a, b) => a.enqueuedMs - b.enqueuedMs);
        const order = replay(policy, { requests, dispatchesMs: drained(requests.length, 600) });
        expect(order.toSorted((a, b) => a - b)).toEqual(requests.map((_, index) => index));
      },
    ),
  );
});
