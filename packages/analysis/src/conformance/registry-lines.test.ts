import { DEFAULT_ROUTER_PARAMETERS, type FlowEvent } from "@wa-routing/protocol";
import { describe, expect, test } from "vitest";
import { lines } from "./registry.test-data.ts";
import { rebuildRegistry as rebuildRegistryBy } from "./registry-rebuild.ts";

const rebuildRegistry = (events: readonly FlowEvent[], options?: Parameters<typeof rebuildRegistryBy>[2]) =>
  rebuildRegistryBy(events, DEFAULT_ROUTER_PARAMETERS, options);

const NEW_SECOND = 1_800_000_000_000;

describe("what is compared, and what is not", () => {
  const came = { event: "active-incremented", active: 1, total: 1 } as const;
  const ended = { event: "active-decremented", active: 0, total: 1 } as const;
  const waited = { event: "wait-recorded", waitSeconds: 0.1, emaSeconds: 0.1 } as const;
  const scored = { event: "score-computed", emaSeconds: 0, ratePerSecond: 0 } as const;
  test.each<[string, FlowEvent[], { compared: number; differences: number }]>([
    ["active and total requests of each line", lines(came, ended), { compared: 4, differences: 0 }],
    ["a total that is wrong at one line", lines(came, { ...ended, total: 2 }), { compared: 4, differences: 1 }],
    ["no total that a line lacks", lines({ ...came, total: null }, ended), { compared: 3, differences: 0 }],
    ["nothing of a workload that has not come in yet", lines(ended, waited, scored), { compared: 0, differences: 0 }],
    [
      "nothing of before a start, of the router that started alone",
      lines(
        ...[{ ...came, source: "a" }, { ...came, source: "b" }, { event: "started", source: "a" } as const],
        ...[
          { ...ended, source: "b" },
          { ...ended, source: "a" },
        ],
      ),
      { compared: 6, differences: 0 },
    ],
    ["the average of each wait", lines(came, waited), { compared: 3, differences: 0 }],
    [
      "the average in a score, after a wait",
      lines(came, waited, { ...scored, emaSeconds: 0.1, ratePerSecond: 5 }),
      { compared: 5, differences: 0 },
    ],
    ["that it is 0 before the first wait", lines(came, scored, waited), { compared: 4, differences: 0 }],
    [
      "one that is above 0 before the first wait",
      lines(came, { ...scored, emaSeconds: 0.1 }, waited),
      { compared: 4, differences: 1 },
    ],
    [
      "no average before a first wait that the router never writes down",
      lines(came, { ...scored, emaSeconds: 0.1 }),
      { compared: 2, differences: 0 },
    ],
    [
      "no rate of a line without a time",
      lines({ ...came, atMs: null }, { ...ended, atMs: null, ratePerSecond: 99 }),
      { compared: 4, differences: 0 },
    ],
    [
      "no rate of 0 of a window that has just begun",
      lines(came, { ...ended, ratePerSecond: 0 }),
      { compared: 4, differences: 0 },
    ],
    [
      "no rate of a window that began before the log: the first one gives its start",
      lines({ ...came, total: 7 }, { ...ended, total: 7, ratePerSecond: 70 }),
      { compared: 4, differences: 2 },
    ],
    [
      "a rate from a workload's first request on, though a later one is logged as its first",
      lines(
        { ...came, atMs: NEW_SECOND },
        { ...came, active: 2, atMs: NEW_SECOND + 30_000 },
        { ...ended, active: 1, total: 2, atMs: NEW_SECOND + 31_000, ratePerSecond: 2 / 31 },
      ),
      { compared: 7, differences: 1 },
    ],
    [
      "a rate, as well as the finest of the times",
      lines({ ...came, atMs: NEW_SECOND }, { ...ended, atMs: NEW_SECOND + 100, ratePerSecond: 2 }),
      { compared: 5, differences: 1 },
    ],
    [
      "a rate to a millisecond where all times are whole ones",
      lines({ ...came, atMs: NEW_SECOND }, { ...ended, atMs: NEW_SECOND + 100, ratePerSecond: 1000 / 250.5 }),
      { compared: 5, differences: 0 },
    ],
    [
      "a rate to the time that is logged where only some are",
      lines({ ...came, atMs: NEW_SECOND }, { ...ended, atMs: NEW_SECOND + 100.5, ratePerSecond: 1000 / 251.5 }),
      { compared: 5, differences: 1 },
    ],
  ])("%s", (_, events, expected) => {
    expect(rebuildRegistry(events)).toMatchObject(expected);
  });
});

test("the smoothing factor is the middle one of those that were seen", () => {
  const waited = (waitSeconds: number, emaSeconds: number) =>
    ({ event: "wait-recorded", waitSeconds, emaSeconds }) as const;
  const events = lines(
    { event: "active-incremented" },
    ...[waited(0.1, 0.1), waited(1.1, 1), waited(2, 1.3), waited(2.3, 1.8)],
  );
  expect(rebuildRegistry(events).alpha).toBeCloseTo(0.5, 9);
});

describe("a workload that others have, too", () => {
  const [first, second, third, fourth] = lines(
    { event: "active-incremented", active: 1, total: 1 },
    { event: "active-incremented", active: 2, total: 2 },
    { event: "active-decremented", active: 1, total: 2 },
    { event: "active-decremented", active: 0, total: 2 },
  ) as [FlowEvent, FlowEvent, FlowEvent, FlowEvent];

  test("counts with their events, of which none is compared", () => {
    const own = new Set([second, third]);
    expect(rebuildRegistry([second, third], { own }).differences).toBeGreaterThan(0);
    expect(rebuildRegistry([first, second, third, fourth], { own })).toMatchObject({ compared: 4, differences: 0 });
    const wrong = { ...fourth, active: 7 } as FlowEvent;
    expect(rebuildRegistry([first, second, third, wrong], { own })).toMatchObject({ compared: 4, differences: 0 });
    expect(rebuildRegistry([first, second, third, wrong], { own: new Set([wrong]) }).differences).toBe(1);
  });

  test("does not end with the own events: theirs may still be active", () => {
    expect(rebuildRegistry([first, second, third], { own: new Set([second, third]) }).stillActive).toBe(0);
    expect(rebuildRegistry([first, second, third]).stillActive).toBe(1);
  });

  test("may be older than the log where its id is not a new one, and begins with its first line", () => {
    const [, ...rest] = [first, second, third, fourth];
    expect(rebuildRegistry(rest, { newIds: new Set() })).toMatchObject({ compared: 4, differences: 0, stillActive: 0 });
    expect(rebuildRegistry(rest, { newIds: new Set(["w"]) }).differences).toBeGreaterThan(0);
    const whole = rebuildRegistry([first, second, third, fourth], { newIds: new Set() });
    expect(whole).toMatchObject({ compared: 8, differences: 0, stillActive: 0 });
  });
});
