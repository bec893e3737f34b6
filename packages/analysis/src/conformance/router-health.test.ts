import type { FlowEvent } from "@wa-routing/protocol";
import { describe, expect, test } from "vitest";
import type { RequestTrace } from "../evidence/request-trace.ts";
import { type RouterTimes, routerHealth } from "./router-health.ts";

const at = (line: number) => ({ line, source: null, atMs: line, seq: null });
const started = (line: number): FlowEvent => ({ event: "started", ...at(line), text: "Initializing" });
const failed = (line: number, text: string): FlowEvent => ({ event: "error", ...at(line), requestId: null, text });
const came = (line: number): FlowEvent => ({
  ...{ event: "active-incremented", ...at(line), requestId: "r", workloadId: "w" },
  ...{ active: 1, total: 1, ratePerSecond: 1 },
});

const traced = (id: string, dispatches?: number) =>
  ({ record: { id }, logPoints: dispatches === undefined ? {} : { dispatched: dispatches } }) as RequestTrace;

const aborted = (id: string, endMs = 0, outcome: "timed-out" | "aborted" = "timed-out") =>
  ({ record: { id, requestId: `${id}-at-router`, outcome, endMs }, logPoints: {} }) as RequestTrace;

/** By a router's clock that is the client's, with these silences. */
const times = (...spans: readonly (readonly [number, number])[]): RouterTimes => ({
  silences: spans.map(([fromMs, toMs]) => ({ fromMs, toMs })),
  isWithin: (atMs, within) => within.some(({ fromMs, toMs }) => atMs !== null && fromMs <= atMs && atMs <= toMs),
});

describe("restarts", () => {
  test.each([
    ["none", [came(1)], 0],
    ["one", [came(1), started(2), came(3)], 1],
    ["two", [came(1), started(2), started(3)], 2],
    ["two things said at one start are one", [started(1), { ...started(2), text: "Controller manager starting" }], 1],
    ["of two routers, each once", [started(1), { ...started(2), source: "epp-2" }], 1],
  ] as const)("%s", (_, events, restarts) => {
    expect(routerHealth(events, []).restarts).toBe(restarts);
  });
});

describe("errors", () => {
  const abortions = [
    "context canceled",
    "rpc error: client disconnected",
    "stream reset by peer",
    "unexpected EOF",
    "Failed to process request: inference error: ServiceUnavailable - client disconnected: request evicted from queue: request context cancelled: context canceled",
    "Send failed: rpc error: code = Canceled desc = context canceled",
  ];
  test.each(abortions)("%s follows from a client that went away, where one did", (text) => {
    expect(routerHealth([came(1), failed(2, text)], [aborted("r")])).toMatchObject({ errors: [], clientAborts: 1 });
  });

  test.each(abortions)(
    "%s follows from a run that was interrupted, which went away from all that it waited for",
    (text) => {
      const { errors } = routerHealth([came(1), failed(2, text)], [aborted("r", 0, "aborted")]);
      expect(errors).toEqual([]);
    },
  );

  test("what is said of nobody at another time than a client went away is the router's own", () => {
    const ends = (line: number, atMs: number): FlowEvent => ({ ...failed(line, "unexpected EOF"), atMs }) as FlowEvent;
    const events = [ends(1, 900), ends(2, 1000), ends(3, 6000), ends(4, 6001), ends(5, 60_000)];
    const { errors, clientAborts } = routerHealth(events, [aborted("r", 1000)], times());
    expect(errors).toEqual(["line 1: unexpected EOF", "line 4: unexpected EOF", "line 5: unexpected EOF"]);
    expect(clientAborts).toBe(2);
  });

  test("each of several that went away explains its own lines", () => {
    const events = [1, 2, 3, 4, 5].map((line) => ({ ...failed(line, "unexpected EOF"), atMs: 50_000 }) as FlowEvent);
    const clients = [aborted("r", 1000), aborted("q", 50_000)];
    expect(routerHealth(events, clients, times())).toMatchObject({ clientAborts: 3, errors: { length: 2 } });
  });

  test.each(abortions)("%s is the router's own error where no client went away", (text) => {
    const { errors, clientAborts } = routerHealth([came(1), failed(2, text)], [traced("r")]);
    expect(errors).toEqual([`line 2: ${text}`]);
    expect(clientAborts).toBe(0);
  });

  test.each([
    "poll failed: Get http://10.0.0.1:8000/metrics: context deadline exceeded",
    "Failed to refresh metrics: connection refused",
  ])("%s is the model server's where it was seen not to answer, and else the router's", (text) => {
    const events = [came(1), failed(2, text), failed(3, "extract failed")];
    expect(routerHealth(events, [traced("r")], times([0, 9]))).toMatchObject({
      errors: ["line 3: extract failed"],
      clientAborts: 0,
    });
    expect(routerHealth(events, [traced("r")]).errors).toHaveLength(2);
  });

  test("of two lines about a silent model server the one that was written in its silence is its own", () => {
    const events = [came(1), failed(2, "Failed to refresh metrics"), failed(9, "Failed to refresh metrics")];
    const { errors } = routerHealth(events, [traced("r")], times([0, 5]));
    expect(errors).toEqual(["line 9: Failed to refresh metrics"]);
  });

  test("a line that names the request that was aborted follows from that, whatever it says", () => {
    const named: FlowEvent = { event: "error", ...at(2), requestId: "r-at-router", text: "cannot reply" };
    const quotes = failed(3, "cannot reply to r-at-router");
    const another: FlowEvent = { event: "error", ...at(4), requestId: "other", text: "context canceled" };
    const { errors, clientAborts } = routerHealth([named, quotes, another], [aborted("r")]);
    expect(errors).toEqual(["line 4: context canceled"]);
    expect(clientAborts).toBe(2);
  });

  test("one client that went away explains three lines that name nobody, and no more", () => {
    const events = Array.from({ length: 5 }, (_, index) => failed(index + 1, "context canceled"));
    expect(routerHealth(events, [aborted("r")])).toMatchObject({ clientAborts: 3, errors: { length: 2 } });
  });

  test("others are counted, and the first five told with their lines", () => {
    const events = Array.from({ length: 7 }, (_, index) => failed(index + 3, "panic: nil map"));
    const { errorLines, errors, clientAborts } = routerHealth(events, []);
    expect(errorLines).toBe(7);
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
