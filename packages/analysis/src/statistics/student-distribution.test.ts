import { expect, test } from "vitest";
import { studentReach } from "./student-distribution.ts";

// Abramowitz, Stegun: Handbook of Mathematical Functions, table 26.10.
test.each([
  [0.95, 1, 12.706],
  [0.95, 4, 2.776],
  [0.95, 10, 2.228],
  [0.95, 30, 2.042],
  [0.9, 5, 2.015],
  [0.99, 10, 3.169],
])("the middle %f with %i degrees of freedom", (confidence, degrees, reach) => {
  expect(studentReach(confidence, degrees)).toBeCloseTo(reach, 3);
});

test("with many degrees of freedom it is the normal distribution's 1.96", () => {
  expect(studentReach(0.95, 1e6)).toBeCloseTo(1.95996, 4);
});
