import type { FlowEvent, RequestRecord } from "@wa-routing/protocol";
import { describe, expect, test } from "vitest";
import type { RequestTrace } from "../evidence/request-trace.ts";
import { headerReadings, routerHealth } from "./router-health.ts";

const at = (line: number) => ({ line, source: null, atMs: line, seq: null });
const started = (line: number): FlowEvent => ({ event: "started", ...at(line), text: "Initializing" });
const failed = (line: number, text: string): FlowEvent => ({ event: "error", ...at(line), requestId: null, text });
const came = (line: number): FlowEvent => ({
  ...{ event: "active-incremented", ...at(line), requestId: "r", workloadId: "w" },
  ...{ active: 1, total: 1, ratePerSecond: 1 },
});

interface Traced extends Partial<RequestRecord> {
  readonly read?: { readonly workloadId: string; readonly criticality: number };
  readonly dispatches?: number;
}

const traced = ({ read, dispatches, ...record }: Traced) =>
  ({
    record: {
      ...{ id: "a", trial: 0, primed: false, workload: "row", contextHeaders: [], outcome: "completed" },
      ...{ status: 200, errorCode: null, errorText: null },
      ...record,
    },
    contextExtracted: read === undefined ? null : { event: "context-extracted", ...at(1), requestId: "r", ...read },
    logPoints: dispatches === undefined ? {} : { dispatched: dispatches },
  }) as RequestTrace;

describe("restarts", () => {
  test.each([
    ["a start before the first request is none", [started(1), came(2)], 0],
    ["a start after it is one", [started(1), came(2), started(3), came(4)], 1],
    ["a log that begins in the middle", [came(1), started(2), started(3)], 2],
    ["an empty log", [], 0],
  ] as const)("%s", (_, events, restarts) => {
    expect(routerHealth(events, []).restarts).toBe(restarts);
  });
});

describe("errors", () => {
  test.each([
    "context canceled",
    "rpc error: client disconnected",
    "stream reset by peer",
    "unexpected EOF",
    "Failed to process request: inference error: ServiceUnavailable - client disconnected: request evicted from queue: request context cancelled: context canceled",
    "Send failed: rpc error: code = Canceled desc = context canceled",
  ])("%s follows from a client that went away", (text) => {
    expect(routerHealth([came(1), failed(2, text)], [])).toMatchObject({ errors: [], clientAborts: 1 });
  });

  test("others are told with their lines, the first five", () => {
    const events = Array.from({ length: 7 }, (_, index) => failed(index + 3, "panic: nil map"));
    const { errors, clientAborts } = routerHealth(events, []);
    expect(errors).toHaveLength(5);
    expect(errors[0]).toBe("line 3: panic: nil map");
    expect(clientAborts).toBe(0);
  });
});

test("a request that is logged as dispatched twice", () => {
  const { dispatchedTwice } = routerHealth(
    [],
    [traced({ dispatches: 1 }), traced({ id: "b", dispatches: 2 }), traced({})],
  );
  expect(dispatchedTwice).toEqual(["b was logged as dispatched 2 times"]);
});

describe("header readings", () => {
  const header = (criticality: unknown) => [JSON.stringify({ workload_id: "w", criticality })];
  test.each([
    ["as sent", header(4), { workloadId: "w", criticality: 4 }, null],
    ["not clamped", header(6), { workloadId: "w", criticality: 6 }, /read as "w", criticality 6; .* criticality 5/],
    ["a missing one as 3", header(undefined), { workloadId: "w", criticality: 3 }, /criticality 3; .* criticality 1/],
    [
      "a float that is rounded",
      header(4.5),
      { workloadId: "w", criticality: 5 },
      /the rules give an id of the router's own/,
    ],
    ["no header, an id of its own", [], { workloadId: "auto-1", criticality: 3 }, null],
    ["no header, a fixed id", [], { workloadId: "default", criticality: 3 }, /read as "default"/],
  ] as const)("%s", (_, contextHeaders, read, says) => {
    const { compared, mismatches } = headerReadings([traced({ contextHeaders: [...contextHeaders], read })]);
    expect(compared).toBe(1);
    if (says === null) expect(mismatches).toEqual([]);
    else expect(mismatches[0]).toMatch(says);
  });

  test("two headerless requests that share an id", () => {
    const read = { workloadId: "auto-1", criticality: 3 };
    const { mismatches } = headerReadings([traced({ read }), traced({ read })]);
    expect(mismatches).toEqual(["2 requests without a readable id share 1 ids; each should have one of its own"]);
  });

  test.each([
    [400, "failed", 1, 1],
    [431, "failed", 1, 1],
    [429, "rejected", 1, 0],
    [503, "evicted", 1, 0],
    [null, "transport", 1, 0],
    [200, "completed", 0, 0],
  ] as const)("status %s (%s)", (status, outcome, refused, answered4xx) => {
    const readings = headerReadings([traced({ status, outcome, errorCode: "E" })]);
    expect(readings.refused).toHaveLength(refused);
    expect(readings.answered4xx).toBe(answered4xx);
  });

  test("primes and the preparation are not judged, nor is what no log names", () => {
    const read = { workloadId: "x", criticality: 1 };
    const traces = [traced({ primed: true, read }), traced({ trial: null, read }), traced({})];
    expect(headerReadings(traces)).toEqual({ compared: 0, mismatches: [], refused: [], answered4xx: 0 });
  });
});
