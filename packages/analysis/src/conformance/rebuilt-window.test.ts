import { describe, expect, test } from "vitest";
import { type LoggedRate, RebuiltWindow } from "./rebuilt-window.ts";

/** A window in which requests came at these times, in ms; the first is the workload's first, unless the log begins later. */
function windowOf(cameMs: readonly (number | null)[], { gapMs = 0, isWhole = true } = {}): RebuiltWindow {
  const window = new RebuiltWindow(60_000);
  for (const [index, atMs] of cameMs.entries()) window.requestCame(atMs, isWhole && index === 0, gapMs);
  return window;
}

const rate = (atMs: number, ratePerSecond: number, more: Partial<LoggedRate> = {}): LoggedRate => ({
  ...{ atMs, ratePerSecond, halfRate: 0, toleranceMs: 50, gapMs: 0 },
  ...more,
});
const right = { reading: "right" };
const silent = { reading: "silent" };
const wrong = (expected: number) => ({ reading: "wrong", expected });

describe("a rate is the count over the age of the window", () => {
  test.each([
    ["one request after 2 s", [0], rate(2000, 0.5), right],
    ["three after 2 s", [0, 500, 1000], rate(2000, 1.5), right],
    ["another rate", [0, 500, 1000], rate(2000, 3), wrong(1.5)],
    ["an age that is wrong by no more than the times are", [0], rate(2000, 1 / 1.951), right],
    ["by a little more", [0], rate(2000, 1 / 1.949), wrong(0.5)],
    ["by no more than the log has a gap before the line", [0], rate(2000, 1, { gapMs: 950 }), right],
    ["0 of a window that has just begun", [0], rate(50, 0), silent],
    ["0 of a window that has not", [0], rate(100, 0), wrong(10)],
    ["0 in the middle of a window", [0], rate(30_000, 0), wrong(1 / 30)],
    ["0 where the window may be over", [0], rate(59_950, 0), silent],
    ["the rate of a window that is as old as the times allow", [0], rate(60_050, 1 / 60.05), right],
    ["the rate of one that may be over", [0], rate(60_020, 1 / 60.02), right],
    ["0 of a window that is over", [0], rate(70_000, 0), silent],
    ["a rate of a window that is over", [0], rate(70_000, 1 / 70), wrong(0)],
    ["the first request after a window is over", [0, 60_001], rate(62_001, 0.5), right],
    ["a request at the very end of one", [0, 60_000], rate(59_000, 2 / 59), right],
    ["no more than the times allow, of a window that is younger than they can tell", [0], rate(10, 5), wrong(20)],
  ])("%s", (_, cameMs, logged, expected) => {
    const read = windowOf(cameMs).read(logged);
    expect(read).toMatchObject({ reading: expected.reading });
    if ("expected" in expected) expect(read).toHaveProperty("expected", expect.closeTo(expected.expected as number, 9));
  });
});

test("the start of a window is known no better than the gap in the log before it", () => {
  expect(windowOf([0], { gapMs: 3000 }).read(rate(100, 0.5))).toEqual(right);
  expect(windowOf([0]).read(rate(100, 0.5))).toEqual(wrong(10));
});

describe("where the log begins in the middle of a window", () => {
  test("the first rate gives its start, and those after it are compared", () => {
    const window = windowOf([0], { isWhole: false });
    expect(window.read(rate(0, 10))).toEqual(silent);
    expect(window.read(rate(100, 5))).toEqual(right);
    expect(window.read(rate(100, 2))).toEqual(wrong(5));
  });

  test("that start is known no better than the gap before its line", () => {
    const window = windowOf([0], { isWhole: false });
    expect(window.read(rate(0, 10, { gapMs: 3000 }))).toEqual(silent);
    expect(window.read(rate(100, 0.5))).toEqual(right);
  });

  test("a rate of 0 gives none, nor does a first request without a time", () => {
    const window = windowOf([0], { isWhole: false });
    expect(window.read(rate(0, 0))).toEqual(silent);
    expect(window.read(rate(0, 10))).toEqual(silent);
    expect(windowOf([null]).read(rate(5000, 10))).toEqual(silent);
  });

  test("a request after one without a time does not begin it, however late it comes", () => {
    expect(windowOf([null, 100_000]).read(rate(100_500, 0.1))).toEqual(silent);
  });

  test("nor does one without a time, whatever the clock began with", () => {
    const window = windowOf([-100_000, null]);
    expect(window.read(rate(-98_000, 1))).toEqual(right);
  });
});
