import { describe, expect, test } from "vitest";
import type { RequestTrace } from "../evidence/request-trace.ts";
import type { ClaimedPair, PairSource } from "./claimed-pairs.ts";
import { arrived, count, episodeOf, fixed, modelsOf, sureOfFirst } from "./order-claim.test-data.ts";
import { traceOf } from "./trace.test-data.ts";

describe("the chance of a random order", () => {
  const apart = ["a", "b", "c"].map((workload, index) => arrived(workload, 10 * index));
  const [a, b, c] = apart as [RequestTrace, RequestTrace, RequestTrace];
  const all: ClaimedPair[] = [
    [a, b],
    [a, c],
    [b, c],
  ];

  test("three requests in the one order of six that follows everywhere", () => {
    expect(count(apart, fixed(all), sureOfFirst, 1).pValue).toBeCloseTo(1 / 6, 1);
  });

  test("what violates the claim is taken off: two of three pairs follow in half of the orders", () => {
    const swapped = [arrived("a", 0), arrived("c", 20), arrived("b", 10)];
    const [x, y, z] = swapped as [RequestTrace, RequestTrace, RequestTrace];
    const pairs: ClaimedPair[] = [
      [x, y],
      [x, z],
      [y, z],
    ];
    expect(count(swapped, fixed(pairs), sureOfFirst, 1)).toMatchObject({
      ...{ follows: 2, violates: 1 },
      pValue: expect.closeTo(1 / 2, 1),
    });
  });

  test("where as many violate as follow, it is not asked for", () => {
    const pairs: ClaimedPair[] = [
      [a, b],
      [b, a],
    ];
    expect(count(apart, fixed(pairs), sureOfFirst, 1).pValue).toBeNull();
  });

  test("it is not asked for in the control, nor where most violate", () => {
    expect(count(apart, fixed(all), sureOfFirst).pValue).toBeNull();
    expect(
      count(apart, fixed(all.map(([first, second]): ClaimedPair => [second, first])), sureOfFirst, 1).pValue,
    ).toBeNull();
  });

  test.each([0, 1] as const)(
    "pairs of which the policy is not sure (%i) do not count in random orders either",
    (other) => {
      const onlyOfA = modelsOf((x) => (x === a ? -1 : other));
      expect(count(apart, fixed(all), onlyOfA, 1).pValue).toBeCloseTo(1 / 3, 1);
    },
  );

  test("nor do pairs with a request that was not seen", () => {
    const unseen = traceOf("u", { sentMs: 9 });
    const pairs: ClaimedPair[] = [
      [a, b],
      [unseen, b],
      [b, unseen],
    ];
    expect(count([...apart, unseen], fixed(pairs), sureOfFirst, 1).pValue).toBeCloseTo(1 / 2, 1);
  });

  test("nor do pairs whose places are exactly as far apart as the witness can tell", () => {
    const [x, y, z] = [arrived("a", 0), arrived("b", 10), arrived("c", 11)];
    const pairs: ClaimedPair[] = [
      [x, y],
      [y, z],
    ];
    // Those two orders of six that begin with x; with the last two places told apart it would be one.
    expect(count([x, y, z], fixed(pairs), sureOfFirst, 1).pValue).toBeCloseTo(1 / 3, 1);
  });

  test("nor do pairs that the witness saw too close together at their places", () => {
    // Of three places the last two are too close: a before b and c in all orders, or b and c before a in none that counts.
    const close = [arrived("a", 0), arrived("b", 10), arrived("c", 10.5)];
    const [x, y, z] = close as [RequestTrace, RequestTrace, RequestTrace];
    const pairs: ClaimedPair[] = [
      [x, y],
      [x, z],
    ];
    // x first: +2; at one of the other places: -1. So one order in three does as well.
    expect(count(close, fixed(pairs), sureOfFirst, 1).pValue).toBeCloseTo(1 / 3, 1);
  });

  test("where the claim is about a workload's first dispatch, each random order has its own first", () => {
    const members = [arrived("a", 0), arrived("b", 10), arrived("b", 20), arrived("a", 30)];
    const workload = ({ record }: RequestTrace) => record.workload;
    const source: PairSource = {
      dependsOnOrder: true,
      pairsOf: (_, order) => {
        const first = order.find((trace) => workload(trace) === "a") as RequestTrace;
        return order.filter((trace) => workload(trace) === "b").map((other): ClaimedPair => [first, other]);
      },
    };
    // Some a is before both b in half of the orders: requests of one workload are alike.
    expect(count(members, source, sureOfFirst, 1).pValue).toBeCloseTo(1 / 2, 1);
    expect(count(members, fixed(source.pairsOf(episodeOf(members), members)), sureOfFirst, 1).pValue).toBeCloseTo(
      1 / 2,
      1,
    );
  });
});
