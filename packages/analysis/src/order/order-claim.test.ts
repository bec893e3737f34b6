import { seededRandom } from "@wa-routing/protocol";
import { describe, expect, test } from "vitest";
import type { RequestTrace } from "../evidence/request-trace.ts";
import { QUEUE_DISCIPLINES } from "../policy/queue-discipline.ts";
import type { ClaimedPair, PairSource } from "./claimed-pairs.ts";
import type { ModelOrders, PairPrediction } from "./model-orders.ts";
import { countClaim } from "./order-claim.ts";
import { traceOf } from "./trace.test-data.ts";
import type { Witness } from "./witness.ts";

const witness: Witness = { name: "arrivals", bandMs: 1, sawAt: ({ arrival }) => arrival?.arrivedMs ?? null };
const arrived = (workload: string, arrivedMs: number) => traceOf(workload, { sentMs: arrivedMs / 1000, arrivedMs });
const episodeOf = (members: readonly RequestTrace[]) => ({
  trial: 0,
  arm: "treatment" as const,
  members,
  unproven: null,
});
const fixed = (pairs: readonly ClaimedPair[]): PairSource => ({ pairsOf: () => pairs, dependsOnOrder: false });

/** What the policies are sure of: -1 the first, 1 the second, 0 neither. */
function modelsOf(aware: PairPrediction, fcfs: PairPrediction = () => 1, without: PairPrediction = () => 1) {
  return modelsUnder([aware], fcfs, [without]);
}

/** The same, for each discipline that a rule has. */
function modelsUnder(aware: readonly PairPrediction[], fcfs: PairPrediction, without: readonly PairPrediction[]) {
  const under = (predictions: readonly PairPrediction[]) => ({
    policies: predictions.map((predict, index) => ({
      discipline: QUEUE_DISCIPLINES[index],
      alikeInLine: true,
      predict,
    })),
  });
  return {
    "workload-aware": under(aware),
    fcfs: { policies: [{ discipline: null, alikeInLine: false, predict: fcfs }] },
    "workload-aware-without-criticality": under(without),
  } as unknown as ModelOrders;
}
const sureOfFirst = modelsOf(() => -1);

const count = (
  members: readonly RequestTrace[],
  source: PairSource,
  models = sureOfFirst,
  random = null as null | number,
) =>
  countClaim(
    [episodeOf(members)],
    source,
    { discipline: QUEUE_DISCIPLINES[0], term: "criticality" },
    witness,
    models,
    random === null ? null : seededRandom(random),
  );

describe("each pair is counted once, as what it is", () => {
  const [early, later, late, close] = [arrived("a", 10), arrived("b", 20), arrived("c", 30), arrived("d", 30.5)];
  const members = [early, later, late, close];
  const none = {
    ...{ undecidedByWitness: 0, undecidedByModel: 0, excused: 0, follows: 0, violates: 0 },
    ...{ opposedToFcfs: 0, followsAgainstFcfs: 0, rightDispatches: 0, wrongDispatches: 0 },
  };
  test.each([
    [
      "follows",
      [early, later],
      -1,
      { follows: 1, rightDispatches: 1, opposedToFcfs: 1, followsAgainstFcfs: 1, share: 1, plainShare: 1 },
    ],
    ["violates", [later, early], -1, { violates: 1, wrongDispatches: 1, opposedToFcfs: 1, share: 0, plainShare: 0 }],
    ["too close to tell", [late, close], -1, { undecidedByWitness: 1, share: null, plainShare: null }],
    ["the policy is not sure", [early, later], 0, { undecidedByModel: 1, share: null, plainShare: 1 }],
    ["the policy would not either", [later, early], 1, { excused: 1, share: null, plainShare: 0 }],
    ["as claimed, and against the policy", [early, later], 1, { undecidedByModel: 1, share: null, plainShare: 1 }],
  ] as const)("%s", (_, pair, predicted, counted) => {
    const found = count(
      members,
      fixed([pair]),
      modelsOf(() => predicted),
    );
    expect(found).toMatchObject({ pairs: 1, ...none, ...counted, pValue: null, contested: 3, episodes: 1 });
  });

  test("what other policies are sure of counts only where it is the opposite", () => {
    for (const [fcfs, without] of [
      [-1, 0],
      [0, -1],
    ] as const) {
      const agreeing = modelsOf(
        () => -1,
        () => fcfs,
        () => without,
      );
      expect(count(members, fixed([[early, later]]), agreeing)).toMatchObject({
        ...{ follows: 1, opposedToFcfs: 0, followsAgainstFcfs: 0 },
        withoutTerm: { term: "criticality", opposed: 0, follows: 0 },
      });
    }
    const pairs = fixed([
      [early, later],
      [late, early],
    ]);
    expect(count(members, pairs)).toMatchObject({
      ...{ follows: 1, violates: 1, share: 0.5, opposedToFcfs: 2, followsAgainstFcfs: 1 },
      withoutTerm: { term: "criticality", opposed: 2, follows: 1 },
    });
  });

  test("a dispatch is right if it passes over nobody, and wrong once however many it passes over", () => {
    const pairs = fixed([
      [late, early],
      [late, later],
      [early, later],
    ]);
    expect(count(members, pairs)).toMatchObject({ rightDispatches: 0, wrongDispatches: 2, follows: 1, violates: 2 });
  });

  test("intervals are of the pairs that count, and of all that are decided", () => {
    const pairs = fixed([
      [early, later],
      [later, early],
    ]);
    const oneSure = modelsOf((a) => (a === early ? -1 : 1));
    const { interval, plainInterval, share, plainShare } = count(members, pairs, oneSure);
    expect({ share, plainShare }).toEqual({ share: 1, plainShare: 0.5 });
    expect(interval).toMatchObject({ low: expect.closeTo(0.025, 9), high: 1 });
    expect(plainInterval.low).toBeCloseTo(0.0126, 4);
    expect(plainInterval.high).toBeCloseTo(0.9874, 4);
  });
});

test("violations are quoted, five at most, with their scores where both are logged", () => {
  const first = arrived("a", 100);
  const others = Array.from({ length: 7 }, (_, index) => arrived(`o${index}`, 10 * index));
  const pairs = others.map((other): ClaimedPair => [first, other]);
  const { examples } = count([first, ...others], fixed(pairs));
  expect(examples).toHaveLength(5);
  expect(examples[0]).toBe("o0@0 (o0, criticality 3) was dispatched before a@0.1 (a, criticality 3)");
  const score = { criticality: 3, emaSeconds: 0, ratePerSecond: 0 };
  const scored = [first, others[0] as RequestTrace].map((trace) => ({ ...trace, scoreAtDispatch: score as never }));
  const [a, b] = scored as unknown as [RequestTrace, RequestTrace];
  expect(count([a, b], fixed([[a, b]])).examples[0]).toMatch(/: 0\.2400 = wait .* against 0\.2400 = wait /);
  for (const pair of [
    [a, others[0] as RequestTrace],
    [first, b],
  ] as const) {
    expect(count(pair, fixed([pair])).examples[0]).toMatch(/criticality 3\)$/);
  }
});

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

describe("several disciplines", () => {
  const members = [arrived("a", 0), arrived("b", 10), arrived("c", 20)];
  const [a, b, c] = members as [RequestTrace, RequestTrace, RequestTrace];
  const all: ClaimedPair[] = [
    [a, b],
    [a, c],
    [b, c],
  ];
  const first: PairPrediction = () => -1;
  const second: PairPrediction = () => 1;

  test("chance is corrected for each that was tried", () => {
    const one = count(members, fixed(all), modelsUnder([first], second, [second]), 1).pValue as number;
    const three = count(members, fixed(all), modelsUnder([first, second, second], second, [second]), 1).pValue;
    expect(three).toBeCloseTo(3 * one, 12);
  });

  test("of the rule without a term that one counts which is refuted least", () => {
    const sureOfOne: PairPrediction = (x) => (x === b ? 1 : 0);
    const models = modelsUnder([first], second, [second, sureOfOne, second]);
    expect(count(members, fixed(all), models).withoutTerm).toEqual({
      ...{ term: "criticality", discipline: "lazy-binary-heap", opposed: 1, follows: 1 },
    });
  });
});
