import { DEFAULT_ROUTER_PARAMETERS, type FlowEvent } from "@wa-routing/protocol";
import { describe, expect, test } from "vitest";
import { logOf, waits } from "./registry.test-data.ts";
import { rebuildRegistry } from "./registry-rebuild.ts";
import { registryRounding } from "./registry-rounding.ts";
import { bits32, decimals, digits, type Writes } from "./score-lines.test-data.ts";

/** The same log of a logger that writes its numbers in another way. */
function written(events: readonly FlowEvent[], writes: Writes): FlowEvent[] {
  return events.map((event) => ({
    ...event,
    ...("ratePerSecond" in event && event.ratePerSecond !== null ? { ratePerSecond: writes(event.ratePerSecond) } : {}),
    ...("emaSeconds" in event && event.emaSeconds !== null ? { emaSeconds: writes(event.emaSeconds) } : {}),
    ...("waitSeconds" in event ? { waitSeconds: writes(event.waitSeconds) } : {}),
  }));
}

function verdictOn(events: readonly FlowEvent[]): "right" | "undecided" | "wrong" {
  const { differences, isCoarse } = rebuildRegistry(events, DEFAULT_ROUTER_PARAMETERS);
  if (differences > 0) return "wrong";
  return isCoarse ? "undecided" : "right";
}

const inFull: Writes = (value) => value;
// Each wait another number, as they are measured.
const measured = waits.flatMap((wait, index) => [wait + Math.SQRT2, wait / 3 + index / 7]);

describe("a sound router", () => {
  test.each<readonly [string, Writes]>([
    ["in full", inFull],
    ["9 decimals", decimals(9)],
    ["5 decimals", decimals(5)],
    ["4 decimals", decimals(4)],
    ["3 decimals", decimals(3)],
    ["6 digits", digits(6)],
    ["4 digits", digits(4)],
    ["32 bits", bits32],
  ])("%s: adds up", (_, writes) => {
    expect(verdictOn(written(logOf(measured), writes))).toBe("right");
  });

  test.each([1, 2])("%d decimals: another registry's values would add up as well", (count) => {
    expect(verdictOn(written(logOf(measured), decimals(count)))).toBe("undecided");
  });

  test("of waits so small that the average moves by little more than the last digit, the smoothing factor is not seen", () => {
    const quick = logOf(measured.map((wait) => wait / 400));
    expect(verdictOn(written(quick, decimals(4)))).toBe("undecided");
    expect(verdictOn(quick)).toBe("right");
  });
});

describe("a wrong router is never right, however its logger rounds", () => {
  test.each<readonly [string, readonly FlowEvent[]]>([
    ["another smoothing factor", logOf(measured, { alpha: 0.5 })],
    ["one that is near", logOf(measured, { alpha: 0.25 })],
    ["an average that never moves", logOf(measured, { emaAtDispatch: false })],
    ["twice the rate", logOf(measured, { rate: ({ count, ageMs }) => (ageMs <= 0 ? 0 : (2000 * count) / ageMs) })],
    ["a decrement that is lost", logOf(measured, { loseDecrement: 4 })],
  ])("%s", (_, events) => {
    const verdicts = [inFull, bits32, ...[1, 2, 3, 4, 5, 6].map(decimals), ...[2, 3, 4].map(digits)].map((writes) =>
      verdictOn(written(events, writes)),
    );
    expect(verdicts).not.toContain("right");
    expect(verdicts.slice(0, 2)).toEqual(["wrong", "wrong"]);
  });
});

test("what too few numbers show is not taken for rounded, nor are numbers in full", () => {
  expect(registryRounding(written(logOf(measured.slice(0, 2)), decimals(3)))).toBeNull();
  expect(registryRounding(logOf(measured))).toBeNull();
  expect(registryRounding(written(logOf(measured), decimals(3)))?.averageSeconds).toBeCloseTo(1e-3, 12);
});
