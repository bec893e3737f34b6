import fc from "fast-check";
import { expect, test } from "vitest";
import { inversions } from "./inversions.ts";

test("inversions agree with counting every pair", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 60 }), (values) => {
      const naive = values.flatMap((a, i) => values.slice(i + 1).filter((b) => a > b)).length;
      expect(inversions(values)).toBe(naive);
    }),
  );
});

test("a sequence the other way round has all n (n - 1) / 2, beyond what 32 bits hold", () => {
  const length = 100_000;
  const falling = Float64Array.from({ length }, (_, index) => -index);
  expect(inversions(falling)).toBe((length * (length - 1)) / 2);
});
