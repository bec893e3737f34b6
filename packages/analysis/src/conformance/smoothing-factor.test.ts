import { expect, test } from "vitest";
import { smoothingFactor } from "./smoothing-factor.ts";

test.each([
  ["none was seen", [], null],
  ["the middle one is the expected one", [0.1, 0.2, 0.9], null],
  ["it is so to within what logged digits allow", [0.204], null],
  ["the middle one is another", [0.9, 0.33, 0.5], 0.5],
])("%s", (_, seen, expected) => {
  expect(smoothingFactor(seen, 0.2)).toBe(expected);
});
