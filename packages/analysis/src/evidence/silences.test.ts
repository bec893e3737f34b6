import type { Loss, StepRecord } from "@wa-routing/protocol";
import { describe, expect, test } from "vitest";
import { silences } from "./silences.ts";

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
