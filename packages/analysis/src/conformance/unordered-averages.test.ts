import { expect, test } from "vitest";
import { UnorderedAverages } from "./unordered-averages.ts";

const line = (waitSeconds: number, emaSeconds: number, seq: number | null = null) => ({ waitSeconds, emaSeconds, seq });
const first = line(1, 1);
const second = line(2, 1.5);
const third = line(0.5, 1);
const fourth = line(3, 2);

test.each([
  ["in order", [first, second, third, fourth], true],
  ["in another order", [fourth, first, third, second], true],
  ["one alone", [first], true],
  ["waits that are what the average is already", [first, first, first], true],
  ["a way back to the first", [third, first, second], true],
  ["none", [], false],
  ["one left out", [first, third, fourth, line(4, 2)], false],
  ["two of the same before", [first, second, line(4, 2.5)], false],
  ["a first that is not its wait", [line(1, 0.5), line(2, 1.25)], false],
  ["a second beginning", [first, second, line(7, 7)], false],
  ["waits alone", [first, line(2, 2), line(3, 3)], false],
  ["an average that is off", [first, line(2, 1.50001)], false],
  ["numbered lines, whose order is known", [line(2, 1.5, 2), line(1, 1, 1)], false],
])("%s: can be right is %j", (_, lines, canBeRight) => {
  const averages = new UnorderedAverages(0.5, 1e-6);
  for (const one of lines) averages.take(one);
  expect(averages.canBeRight(true)).toBe(canBeRight);
});

test("where it is not known from its start, any average may be the one before", () => {
  const averages = new UnorderedAverages(0.5, 1e-6);
  for (const one of [fourth, third]) averages.take(one);
  expect(averages.canBeRight(true)).toBe(false);
  expect(averages.canBeRight(false)).toBe(true);
});

test("an average that is its wait alone does not depend on the order", () => {
  const averages = new UnorderedAverages(1, 1e-6);
  averages.take(first);
  expect(averages.canBeRight(true)).toBe(false);
});
