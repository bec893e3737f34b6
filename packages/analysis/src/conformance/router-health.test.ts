import type { FlowEvent } from "@wa-routing/protocol";
import { describe, expect, test } from "vitest";
import type { RequestTrace } from "../evidence/request-trace.ts";
import { routerHealth } from "./router-health.ts";

const at = (line: number) => ({ line, source: null, atMs: line, seq: null });
const started = (line: number): FlowEvent => ({ event: "started", ...at(line), text: "Initializing" });
const failed = (line: number, text: string): FlowEvent => ({ event: "error", ...at(line), requestId: null, text });
const came = (line: number): FlowEvent => ({
  ...{ event: "active-incremented", ...at(line), requestId: "r", workloadId: "w" },
  ...{ active: 1, total: 1, ratePerSecond: 1 },
});

const objectiveMissing = (line: number): FlowEvent => ({
  ...{ event: "objective-missing", ...at(line), requestId: "r", objective: "o" },
});

const traced = (id: string, dispatches?: number) =>
  ({ record: { id }, logPoints: dispatches === undefined ? {} : { dispatched: dispatches } }) as RequestTrace;

describe("restarts", () => {
  test.each([
    ["a start before the first request is none", [started(1), came(2)], 0],
    ["a start after it is one", [started(1), came(2), started(3), came(4)], 1],
    ["a log that begins in the middle", [came(1), started(2), started(3)], 2],
    ["a request is also one that has no objective", [objectiveMissing(1), started(2)], 1],
    ["other lines are no requests", [failed(1, "x"), started(2), came(3)], 0],
    ["a start without any request", [failed(1, "x"), started(2)], 0],
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

test("requests that are logged as dispatched twice, the first five", () => {
  const often = Array.from({ length: 7 }, (_, index) => traced(`r${index}`, 3));
  expect(routerHealth([], often).dispatchedTwice).toHaveLength(5);
});

test("a request that is logged as dispatched twice", () => {
  const { dispatchedTwice } = routerHealth([], [traced("a", 1), traced("b", 2), traced("c")]);
  expect(dispatchedTwice).toEqual([{ id: "b", times: 2 }]);
});
