import fc from "fast-check";
import { expect, test } from "vitest";
import { midranks, sortedOrder } from "./ranks.ts";

test("sortedOrder is what a stable sort gives", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -4, max: 4 }), { maxLength: 70 }), (values) => {
      const expected = values.map((_, index) => index).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
      expect([...sortedOrder(values)]).toEqual(expected);
    }),
  );
});

test("midranks: equal values share the mean of their ranks", () => {
  expect([...midranks([30, 10, 20, 10])]).toEqual([4, 1.5, 3, 1.5]);
  expect([...midranks([7, 7, 7])]).toEqual([2, 2, 2]);
  expect([...midranks([])]).toEqual([]);
});
