import { expect, test } from "vitest";
import { jainIndex } from "./jain-index.ts";

// Jain, Chiu, Hawe (1984): when k of n share equally and the others get nothing, the index is k/n.
test.each([
  [1, 4],
  [10, 100],
  [20, 100],
  [7, 7],
])("%i of %i share equally", (sharing, all) => {
  expect(jainIndex(Array.from({ length: all }, (_, index) => (index < sharing ? 3 : 0)))).toBeCloseTo(
    sharing / all,
    12,
  );
});

test("does not depend on the unit: 1 : 3 : 5 is 81/105", () => {
  expect(jainIndex([1, 3, 5])).toBeCloseTo(81 / 105, 12);
  expect(jainIndex([1000, 3000, 5000])).toBeCloseTo(81 / 105, 12);
});

test("nothing to share is even, nobody to share is nothing", () => {
  expect(jainIndex([0, 0])).toBe(1);
  expect(jainIndex([])).toBeNaN();
});
