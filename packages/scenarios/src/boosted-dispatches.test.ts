import { expect, test } from "vitest";
import { boostedDispatches } from "./boosted-dispatches.ts";

test.each([
  [11.9, 0],
  [12.1, 1],
  [14.9, 1],
  [15.1, 2],
  // On a real router 16 s carried a third: the average is updated a moment after the dispatch.
  [16, 2],
  [24, 4],
  [60, 8],
  [600, 8],
])("after an average wait of %f s: %i dispatches", (waitSeconds, dispatches) => {
  expect(boostedDispatches(waitSeconds)).toBe(dispatches);
});
