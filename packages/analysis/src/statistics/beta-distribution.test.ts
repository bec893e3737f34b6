import { expect, test } from "vitest";
import { betaQuantile, incompleteBeta } from "./beta-distribution.ts";

test("incompleteBeta: I_x(a,b) of Abramowitz and Stegun's relations", () => {
  expect(incompleteBeta(0.3, 1, 1)).toBeCloseTo(0.3, 12);
  expect(incompleteBeta(0.5, 3, 3)).toBeCloseTo(0.5, 12);
  expect(incompleteBeta(0.2, 2, 5)).toBeCloseTo(0.34464, 5);
});

test("betaQuantile: of a beta(n, 1) distribution the n-th root, by its closed form x^n", () => {
  expect(betaQuantile(0.025, 20, 1)).toBeCloseTo(0.025 ** (1 / 20), 12);
  expect(betaQuantile(0.5, 1, 1)).toBeCloseTo(0.5, 12);
});
