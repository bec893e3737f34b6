import { expect, test } from "vitest";
import { HeldValues, isNear } from "./held-values.ts";

const held = new HeldValues<string>();
for (const [value, atMs] of [
  ["a", 0],
  ["b", 100],
  ["c", 104],
  ["d", 300],
  ["e", 500],
] as const) {
  held.take(value, { line: atMs, atMs });
}

test.each([
  ["the last one before the line", 200, ["b", "c"]],
  ["and the one that it may have changed places with", 296, ["b", "c", "d"]],
  ["nothing of later", 60, ["a"]],
  ["all that are near, and the last one before them", 102, ["a", "b", "c"]],
  ["the last one of all", 900, ["e"]],
])("%s", (_, atMs, expected) => {
  expect(held.around({ line: atMs, atMs }, 5)).toEqual(expected);
});

test("without times lines are near that are few lines apart", () => {
  const at = (line: number) => ({ line, atMs: null });
  expect(isNear(at(1), at(21), 5)).toBe(true);
  expect(isNear(at(1), at(22), 5)).toBe(false);
  expect(isNear(at(1), { line: 22, atMs: 1 }, 5)).toBe(false);
});
