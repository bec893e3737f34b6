import { describe, expect, test } from "vitest";
import type { RequestTrace } from "../evidence/request-trace.ts";
import type { ClaimedPair } from "./claimed-pairs.ts";
import type { PairPrediction } from "./model-orders.ts";
import { arrived, count, fixed, modelsOf, modelsUnder } from "./order-claim.test-data.ts";

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
