import { DEFAULT_ROUTER_PARAMETERS } from "@wa-routing/protocol";
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
  expect(boostedDispatches(waitSeconds, DEFAULT_ROUTER_PARAMETERS)).toBe(dispatches);
});

test.each([
  [{ waitWeight: 0.2, criticalityWeight: 0.6 }, 35.9, 0],
  [{ waitWeight: 0.2, criticalityWeight: 0.6 }, 46, 2],
  [{ emaAlpha: 1 }, 40, 1],
  [{ emaAlpha: 0.5 }, 40, 2],
  [{ waitWeight: 0 }, 600, 0],
  // A level is worth more than the whole wait term.
  [{ waitWeight: 0.1, criticalityWeight: 0.8 }, 600, 0],
])("with %o, after %f s: %i", (parameters, waitSeconds, dispatches) => {
  expect(boostedDispatches(waitSeconds, { ...DEFAULT_ROUTER_PARAMETERS, ...parameters })).toBe(dispatches);
});
