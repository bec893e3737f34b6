import { expect, test } from "vitest";
import { closingLines } from "./closing-lines.ts";

test("what tests left out, once each, then what the gate leaves out, then the counts alone on the last line", () => {
  const counts = { numPassedTests: 12, numFailedTests: 0, numPendingTests: 3 };
  const lines = closingLines(counts, "not run: a: b\nnot run: a: b\nnot run: c: d\n").split("\n");
  expect(lines.slice(0, 2)).toEqual(["not run: a: b", "not run: c: d"]);
  expect(lines.slice(2, -1).every((line) => line.startsWith("not run: "))).toBe(true);
  expect(lines.at(-1)).toBe("12 passed, 0 failed, 3 skipped");
});
