import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type RouterGauges, readRouterGauges } from "../router-metrics.ts";
import { showsFull } from "./seen-by-router.ts";

const recorded = (name: string) =>
  readRouterGauges(readFileSync(new URL(`../fixtures/${name}.txt`, import.meta.url), "utf8"));

// Recorded with one model server that said 100.
test.each([
  ["fork.held", true],
  ["refepp.held", true],
  ["llmd.held", true],
  ["refepp.before", "a pool saturation of 0"],
  ["llmd.before", "a pool saturation of 0"],
])("%s: %s", (name, shows) => {
  expect(showsFull(recorded(name), { modelServers: 1, waitingRequests: 100, gauges: "needed" })).toBe(shows);
});

describe("two model servers, 999 each", () => {
  const gauges = (of: Partial<RouterGauges>): RouterGauges => ({
    ...{ queueSize: null, poolSaturation: null, modelServerQueueSizes: {}, ...of },
  });
  const both = { a: 999, b: 999 };
  test.each<[string, Partial<RouterGauges>, true | RegExp]>([
    ["both, without a saturation, as the fork has it", { modelServerQueueSizes: both }, true],
    ["one of them free", { modelServerQueueSizes: { a: 999, b: 0 } }, /"b":0/],
    ["one of them not yet there", { modelServerQueueSizes: { a: 999 } }, /"a":999/],
    ["both, but not believed", { modelServerQueueSizes: both, poolSaturation: 0 }, /saturation of 0/],
    ["a saturation alone, which is a mean", { poolSaturation: 199.8 }, /queue size of each/],
    ["a mean that hides a free one", { modelServerQueueSizes: { a: 1998, b: 0 }, poolSaturation: 199.8 }, /"b":0/],
    ["one of them unknown", { modelServerQueueSizes: { a: 999, b: null }, poolSaturation: 199.8 }, /"b":null/],
    ["a third, which nobody named, free", { modelServerQueueSizes: { ...both, c: 0 } }, /"c":0/],
    ["a third, which nobody named, full", { modelServerQueueSizes: { ...both, c: 999 } }, true],
    ["both, the saturation unknown", { modelServerQueueSizes: both, poolSaturation: null }, true],
  ])("%s", (_, of, shows) => {
    const expected = { modelServers: 2, waitingRequests: 999, gauges: "needed" } as const;
    if (shows === true) expect(showsFull(gauges(of), expected)).toBe(true);
    else expect(showsFull(gauges(of), expected)).toMatch(shows);
  });

  test("no gauge at all is no proof, unless there is another", () => {
    const nothing = gauges({});
    expect(showsFull(nothing, { modelServers: 2, waitingRequests: 999, gauges: "needed" })).toMatch(/no gauge/);
    expect(showsFull(nothing, { modelServers: 2, waitingRequests: 999, gauges: "if-any" })).toBe(true);
    const mean = gauges({ poolSaturation: 0.4 });
    expect(showsFull(mean, { modelServers: 2, waitingRequests: 999, gauges: "if-any" })).toMatch(/saturation of 0\.4/);
  });
});
