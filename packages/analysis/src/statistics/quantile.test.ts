import { expect, test } from "vitest";
import { quantile } from "./quantile.ts";

test("definition 7 of Hyndman and Fan: the k-th of n is the quantile at (k - 1) / (n - 1), linear between", () => {
  const values = [15, 20, 35, 40, 50];
  values.forEach((value, index) => {
    expect(quantile(values.toReversed(), index / 4)).toBe(value);
  });
  expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
  expect(quantile([1, 2, 3, 4, 5], 0.9)).toBeCloseTo(4.6, 12);
  // R: quantile(1:10, 0.25), whose default is definition 7.
  expect(quantile([10, 9, 8, 7, 6, 5, 4, 3, 2, 1], 0.25)).toBe(3.25);
});

test("nothing has no quantile, one value only itself", () => {
  expect(quantile([], 0.5)).toBeNaN();
  expect(quantile([7], 0.99)).toBe(7);
});
