import { expect, test } from "vitest";
import { precedenceShares } from "./precedence-shares.ts";
import { traceOf } from "./trace.test-data.ts";
import type { Witness } from "./witness.ts";

const arrivals: Witness = { name: "arrivals", bandMs: 1, sawAt: ({ arrival }) => arrival?.arrivedMs ?? null };
const hold = (...arrived: [workload: string, arrivedMs: number][]) => ({
  ...{ trial: 0, arm: "treatment" as const, unproven: null },
  members: arrived.map(([workload, arrivedMs], index) => traceOf(workload, { sentMs: index, arrivedMs })),
});

test("each pair once, hold by hold, of the pairs that are decided", () => {
  const holds = [
    hold(["b", 0], ["a", 10], ["a", 20], ["c", 15]),
    hold(["a", 0], ["b", 0.5], ["b", 3], ["c", 2.5]),
    hold(["a", 0], ["a", 5]),
  ];
  expect(precedenceShares(["a", "b", "c"], holds, arrivals)).toEqual([
    { first: "a", second: "b", shares: [0, 1, null] },
    { first: "a", second: "c", shares: [0.5, 1, null] },
    { first: "b", second: "c", shares: [1, 1, null] },
  ]);
});
