import type { Loss, StepRecord } from "@wa-routing/protocol";
import { describe, expect, test } from "vitest";
import type { ClockAlignment } from "./clock-alignment.ts";
import { silences, writtenInSilence } from "./silences.ts";

const [LONG_AGO, ON_AND_ON] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
const did = (step: StepRecord["step"], startMs: number, ok = true, code: StepRecord["code"] = null) =>
  ({ step, startMs, endMs: startMs + 10, ok, code }) as StepRecord;
const lost = (witness: Loss["witness"], during?: Loss["during"]): Loss => ({
  ...{ witness, text: "lost", ...(during === undefined ? {} : { during }) },
});

describe("a model server may have been silent", () => {
  const before = [did("hold", 0), did("barrier", 20), did("release", 40)];
  const after = [did("hold", 200), did("release", 240)];
  test.each<[string, readonly StepRecord[], readonly Loss[], readonly [number, number][]]>([
    ["never, where the gate did all it was to do", [...before, ...after], [], []],
    ["never, where only the router kept its requests", [...before, did("drain", 60, false, "DRAIN_DEADLINE")], [], []],
    ["never, where the router's log was lost", before, [lost("router-log")], []],
    [
      "between a hold and the next one, where the release failed",
      [did("hold", 0), did("barrier", 20), did("release", 40, false), did("drain", 60, false), ...after],
      [],
      [[10, 210]],
    ],
    ["from a release on, where the hold after it failed", [...before, did("hold", 100, false)], [], [[50, ON_AND_ON]]],
    ["until the first hold, where one before it failed", [did("hold", 0, false), ...after], [], [[LONG_AGO, 210]]],
    [
      "while its own requests were waited for",
      [...before, did("drain", 60, false, "GATE_NOT_CLEARED"), ...after],
      [],
      [[50, 210]],
    ],
    ["while its arrivals were broken off", before, [lost("arrivals", { fromMs: 70, toMs: 90 })], [[70, 90]]],
    ["at any time, where nobody knows when", before, [lost("arrivals")], [[LONG_AGO, ON_AND_ON]]],
  ])("%s", (_, steps, losses, expected) => {
    expect(silences(steps, losses).map(({ fromMs, toMs }) => [fromMs, toMs])).toEqual(expected);
  });
});

describe("a line of the router's log is written in a silence of 100 to 200", () => {
  const times = [{ fromMs: 100, toMs: 200 }];
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
    expect(writtenInSilence(times, clock, stepMs)(atMs)).toBe(expected);
  });

  test("perhaps, where the router's clock is not known, or was set", () => {
    expect(writtenInSilence(times, null, 0)(0)).toBe(true);
    expect(writtenInSilence(times, { ...clock, disagreementMs: 500 }, 0)(0)).toBe(true);
  });

  test("never, where there was none", () => {
    expect(writtenInSilence([], null, 0)(null)).toBe(false);
    expect(writtenInSilence([], clock, 0)(1150)).toBe(false);
  });
});
