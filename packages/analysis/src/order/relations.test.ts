import { expect, test } from "vitest";
import { differenceAmongHolds, differenceBetween } from "./relations.ts";

const pair = (first: string, second: string, ...shares: (number | null)[]) => ({ first, second, shares });

test.each([
  [[pair("a", "b", 1, 1, 0.9), pair("a", "c", 0, 0.25, 0)], 0.25],
  [[pair("a", "b", 1, 0)], 1],
  [[pair("a", "b", 1)], null],
  [[pair("a", "b", 1, 1), pair("a", "c", 1, null)], null],
  [[], null],
] as const)("holds that differ in their ids: %j", (shares, difference) => {
  expect(differenceAmongHolds(shares)).toBe(difference);
});

const exchanged = (name: string) => ({ a: "b", b: "a" })[name] ?? name;

test.each([
  // a before b before c; with the headers of a and b exchanged: b before a before c.
  [[pair("a", "b", 0, 0), pair("a", "c", 1, 1), pair("b", "c", 1, 1)], 0],
  // As it was: the places did not follow the headers.
  [[pair("a", "b", 1, 1), pair("a", "c", 1, 1), pair("b", "c", 1, 1)], 1],
  [[pair("a", "b", 0, 0), pair("a", "c", 1, 0.5), pair("b", "c", 1, 1)], 0.25],
  [[pair("a", "b", 0, 0), pair("a", "c", 1, 1)], null],
] as const)("two that exchange their headers exchange their places: %j", (others, difference) => {
  const shares = [pair("a", "b", 1), pair("a", "c", 1), pair("b", "c", 1)];
  expect(differenceBetween(shares, others, exchanged)).toBe(difference);
});

test("what is added does not count", () => {
  const shares = [pair("a", "b", 1)];
  expect(differenceBetween(shares, [pair("more", "a", 0.5), pair("more", "b", 0), pair("a", "b", 0.75)])).toBe(0.25);
  expect(differenceBetween(shares, [pair("more", "a", 0), pair("b", "a", 0.75)])).toBe(0.75);
});
