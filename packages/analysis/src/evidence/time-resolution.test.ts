import { expect, test } from "vitest";
import { timeResolutionMs } from "./time-resolution.ts";

test.each([
  [[1_795_620_500_000, 1_795_620_501_000], 1000],
  [[1_795_620_500_000, 1_795_620_501_100], 100],
  [[1_795_620_500_100, 1_795_620_501_010], 10],
  [[1_795_620_500_000, 1_795_620_501_001], 1],
  [[1_795_620_500_000, 1_795_620_501_000.25], 0],
  [[], 1000],
])("%j are told in steps of %i ms", (times, stepMs) => expect(timeResolutionMs(times)).toBe(stepMs));
