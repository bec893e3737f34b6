import { describe, expect, test } from "vitest";
import type { ClockAlignment } from "./clock-alignment.ts";
import { writtenWithin } from "./written-within.ts";

describe("a line of the router's log is written within 100 to 200", () => {
  const spans = [{ fromMs: 100, toMs: 200 }];
  /** The router's clock is 1000 ms ahead, known to 5 ms. */
  const clock: ClockAlignment = { offsetMs: -1000, boundMs: 5, pairs: 9, contradictions: 0, disagreementMs: 0 };
  test.each([
    ["before it", 1094, 0, false],
    ["as it began, within the clock's error", 1096, 0, true],
    ["in it", 1150, 0, true],
    ["as it ended, within the clock's error", 1204, 0, true],
    ["after it", 1206, 0, false],
    ["a second before it, told in whole seconds", 100, 1000, true],
    ["two seconds before it, told in whole seconds", -900, 1000, false],
    ["at a time that it does not tell", null, 0, true],
  ])("%s", (_, atMs, stepMs, expected) => {
    expect(writtenWithin(clock, stepMs)(atMs, spans)).toBe(expected);
  });

  test("perhaps, where the router's clock is not known, or was set", () => {
    expect(writtenWithin(null, 0)(0, spans)).toBe(true);
    expect(writtenWithin({ ...clock, disagreementMs: 500 }, 0)(0, spans)).toBe(true);
  });

  test("never, where there was none", () => {
    expect(writtenWithin(null, 0)(null, [])).toBe(false);
    expect(writtenWithin(clock, 0)(1150, [])).toBe(false);
  });
});
