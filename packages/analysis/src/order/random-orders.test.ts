import { seededRandom } from "@wa-routing/protocol";
import { expect, test } from "vitest";
import { chanceOfAtLeast } from "./chance-of-count.ts";
import { countPairs, countsInRandomOrders, RANDOM_ORDERS, randomOrdersOf } from "./random-orders.ts";

const pairs = Uint16Array.of(0, 1, 0, 2, 1, 2);

test("of three requests, all pairs keep their order in one order of six, none in another", () => {
  const [distribution] = countsInRandomOrders(3, [countPairs(pairs, false)], seededRandom(1));
  const chances = [0, 1, 2, 3].map((count) => chanceOfAtLeast([distribution as never], count));
  // Inversions of three are distributed 1, 2, 2, 1 over the six orders.
  for (const [index, expected] of [1, 5 / 6, 3 / 6, 1 / 6].entries()) {
    expect(Math.abs((chances[index] as number) - expected)).toBeLessThan(0.04);
  }
});

test("a chance is never 0, and of independent episodes they multiply", () => {
  const size = 30;
  const all = Uint16Array.from(
    Array.from({ length: size }, (_, a) => Array.from({ length: size - a - 1 }, (__, b) => [a, a + b + 1])).flat(2),
  );
  const [distribution] = countsInRandomOrders(size, [countPairs(all, false)], seededRandom(2));
  const one = chanceOfAtLeast([distribution as never], all.length / 2);
  expect(one).toBeCloseTo(1 / (RANDOM_ORDERS + 1), 12);
  expect(chanceOfAtLeast([distribution as never, distribution as never], all.length)).toBeCloseTo(one ** 2, 12);
});

test("where two are alike, it does not count which of them is which", () => {
  // Requests 0 and 2 are of one line: 1 between them, of three places for it.
  const counts = [countPairs(Uint16Array.of(0, 1, 1, 2), true), countPairs(Uint16Array.of(0, 1, 1, 2), false)];
  const [alike, own] = countsInRandomOrders(3, counts, seededRandom(1), RANDOM_ORDERS, Uint16Array.of(0, 1, 0));
  expect(chanceOfAtLeast([alike as never], 2)).toBeCloseTo(1 / 3, 1);
  expect(chanceOfAtLeast([own as never], 2)).toBeCloseTo(1 / 6, 1);
});

test("p values of random orders are uniform: at most one in twenty is at most 0.05", () => {
  const random = seededRandom(3);
  let small = 0;
  const runs = 400;
  for (let run = 0; run < runs; run++) {
    // An order at random, seen as the pairs of a prediction that has nothing to do with it.
    const predicted = Array.from({ length: 10 }, (_, index) => [index, random()] as const).sort((a, b) => a[1] - b[1]);
    const rank = new Map(predicted.map(([place], index) => [place, index]));
    const claimed = Uint16Array.from(
      Array.from({ length: 10 }, (_, a) =>
        Array.from({ length: 10 - a - 1 }, (__, index) => {
          const b = a + index + 1;
          return (rank.get(a) as number) < (rank.get(b) as number) ? [a, b] : [b, a];
        }),
      ).flat(2),
    );
    let agreeing = 0;
    for (let at = 0; at < claimed.length; at += 2)
      if ((claimed[at] as number) < (claimed[at + 1] as number)) agreeing++;
    const [distribution] = countsInRandomOrders(10, [countPairs(claimed, false)], random);
    if (chanceOfAtLeast([distribution as never], agreeing) <= 0.05) small += 1;
  }
  expect(small / runs).toBeLessThan(0.08);
  expect(small / runs).toBeGreaterThan(0.01);
});

test("many episodes, and many pairs, need fewer random orders; few episodes never", () => {
  expect(randomOrdersOf(6, 1000)).toBe(RANDOM_ORDERS);
  expect(randomOrdersOf(200, 1000)).toBe(320);
  expect(randomOrdersOf(200, 1e8)).toBe(20);
  expect(randomOrdersOf(1, 1e9)).toBe(RANDOM_ORDERS);
  // So many that a chance of 1e-9 can come out.
  expect((1 + randomOrdersOf(5, 1e9)) ** -5).toBeLessThan(1e-9);
});
