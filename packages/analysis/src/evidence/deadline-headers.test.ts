import { describe, expect, test } from "vitest";
import { readDeadlines } from "./deadline-headers.ts";

describe("the time to the first token that is asked for", () => {
  test.each([
    ["500", 500],
    [" 0 ", 0],
    ["+20", 20],
    ["9223372036854", 9_223_372_036_854],
    ["9223372036855", undefined],
    ["-1", undefined],
    ["12.5", undefined],
    ["500ms", undefined],
    ["0x10", undefined],
    ["", undefined],
  ])("%j: %s", (value, sloTtftMs) => {
    expect(readDeadlines({ "x-llm-d-slo-ttft-ms": value })).toEqual(sloTtftMs === undefined ? {} : { sloTtftMs });
  });

  test("by its other name, where it has not the first one", () => {
    expect(readDeadlines({ "x-slo-ttft-ms": "70" })).toEqual({ sloTtftMs: 70 });
    expect(readDeadlines({ "x-slo-ttft-ms": "70", "x-llm-d-slo-ttft-ms": "80" })).toEqual({ sloTtftMs: 80 });
  });
});

describe("how long it may wait", () => {
  test.each([
    ["1500ms", 1500],
    ["1h2m3.5s", 3_723_500],
    [".5s", 500],
    ["2.s", 2000],
    ["+3us", 0.003],
    ["4µs", 0.004],
    ["0s", undefined],
    ["-1s", undefined],
    ["5", undefined],
    ["5 s", undefined],
    ["1d", undefined],
    ["1000000h1s", 3_600_000_001_000],
    ["10000000h", undefined],
    ["", undefined],
  ])("%j: %s", (value, ttlMs) => {
    expect(readDeadlines({ "x-llm-d-inference-ttl": value })).toEqual(ttlMs === undefined ? {} : { ttlMs });
  });
});

test("a request without such headers has no deadline", () => {
  expect(readDeadlines()).toEqual({});
});
