import { describe, expect, test } from "vitest";
import { halfLastDigit, measureField, precisionsOf } from "./written-precision.ts";

test.each([
  ["none", [], 0, 0],
  ["whole numbers", [5, 5000, 0], 0, 1],
  ["a fraction of exact ones", [0.5, 24, 1.25], 2, 3],
  ["six decimals, large and small", [620347.394541, 0.000007], 6, 12],
  ["an exponent", [1.5e-7], 8, 2],
  ["a large one", [1.5e21], 0, 2],
  ["below 0", [-0.12], 2, 2],
  ["a fraction in full", [1 / 3], 16, 16],
] as const)("%s", (_, values, decimals, digits) => {
  expect(measureField(values)).toMatchObject({ decimals, digits });
});

describe("how many numbers end at the last place", () => {
  test("different ones, up to what is enough", () => {
    expect(measureField([0.1, 0.1, 0.11, 0.12, 0.12, 3]).withDecimals).toBe(2);
    const many = Array.from({ length: 50 }, (_, index) => 1 + index / 1000);
    expect(measureField(many).withDecimals).toBe(6);
  });
});

test.each([
  ["a decimal", 0.2, { decimals: 6, digits: 12 }, 5e-7],
  ["0", 0, { decimals: 6, digits: 6 }, 5e-7],
  ["a digit, where that is coarser", 620347, { decimals: 9, digits: 6 }, 0.5],
  ["a digit below 0", -0.0123457, { decimals: 12, digits: 6 }, 5e-8],
  ["a binary fraction of 32 bits", 0.23535421, { decimals: 10, digits: 9 }, 0.23535421 * 2 ** -23],
] as const)("half of the last digit: of %s", (_, value, precision, half) => {
  expect(halfLastDigit(value, precision)).toBeCloseTo(half, 14);
});

test("a field with too few numbers to tell is as fine as one of the same logger that can, and one in full stays so", () => {
  const rates = measureField(Array.from({ length: 6 }, (_, index) => 1.01 + index / 100));
  const [few, full] = [measureField([0.5, 0.2]), measureField([1 / 3])];
  expect(precisionsOf([rates, few, full])).toEqual([rates, { decimals: 2, digits: 3 }, { decimals: 16, digits: 16 }]);
  expect(precisionsOf([few, full])).toBeNull();
});
