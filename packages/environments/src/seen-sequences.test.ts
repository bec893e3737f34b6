import { expect, test } from "vitest";
import { SeenSequences } from "./seen-sequences.ts";

test("each number is new once, and one that is late is waited for", () => {
  const seen = new SeenSequences(3);
  expect(seen.contiguousUpTo).toBe(2);
  expect([5, 3, 3, 2, 6].map((sequence) => seen.add(sequence))).toEqual([true, true, false, false, true]);
  expect(seen.contiguousUpTo).toBe(3);
  expect(seen.add(4)).toBe(true);
  expect(seen.contiguousUpTo).toBe(6);
  expect(seen.add(5)).toBe(false);
});
