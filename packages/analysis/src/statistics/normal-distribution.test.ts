import { expect, test } from "vitest";
import { normalQuantile, normalTail } from "./normal-distribution.ts";

test("the normal distribution's known points", () => {
  expect(normalTail(1.959964)).toBeCloseTo(0.025, 6);
  expect(normalTail(-1)).toBeCloseTo(0.8413447, 6);
  expect(normalQuantile(0.975)).toBeCloseTo(1.959964, 5);
});
