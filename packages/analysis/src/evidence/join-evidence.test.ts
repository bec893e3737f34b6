import type { ArrivalRecord, FlowEvent, RequestRecord } from "@wa-routing/protocol";
import { describe, expect, test } from "vitest";
import type { Evidence } from "./evidence.ts";
import { joinEvidence } from "./join-evidence.ts";

const request = (id: string, sendMs: number, requestId: string | null = null) =>
  ({ id, requestId, sendMs, headersMs: sendMs + 10, outcome: "completed", primed: false }) as RequestRecord;
const arrival = (id: string | null, requestId: string | null, arrivedMs: number, modelServer = "server") =>
  ({ id, requestId, arrivedMs, modelServer }) as ArrivalRecord;
const objective = (requestId: string, id: string) =>
  ({ event: "objective-missing", requestId, objective: id, line: 1, atMs: null }) as FlowEvent;
const dispatched = (requestId: string, atMs: number) =>
  ({ event: "item-dispatched", requestId, line: 2, atMs }) as FlowEvent;
const join = (
  requests: readonly RequestRecord[],
  arrivals: readonly ArrivalRecord[] | null,
  events: readonly FlowEvent[] | null = null,
) => joinEvidence({ requests, arrivals, events } as Evidence);

describe("arrivals", () => {
  test.each([
    { name: "the client's id", arrivals: [arrival("a", "x", 105), arrival("b", null, 106)] },
    {
      name: "the router's id, echoed to the client",
      arrivals: [arrival(null, "router-a", 105), arrival("b", "y", 106)],
    },
  ])("are found by $name", ({ arrivals }) => {
    const { traces, joins } = join([request("a", 100, "router-a"), request("b", 101)], arrivals);
    expect(traces.map((trace) => trace.arrival)).toEqual(arrivals);
    expect(joins).toEqual({
      arrivalRate: 1,
      eventRate: null,
      dispatchRate: null,
      duplicatedArrivals: 0,
      foreignArrivals: 0,
    });
  });

  test("of others are foreign, and second ones are counted", () => {
    const arrivals = [
      arrival("other", null, 1),
      arrival("a", "x", 105),
      arrival("a", "x", 107),
      arrival(null, "x", 108),
    ];
    const { traces, joins } = join([request("a", 100), request("b", 100)], arrivals);
    expect(traces[0]).toMatchObject({ arrival: { arrivedMs: 105 }, duplicateArrivals: 2 });
    expect(joins).toMatchObject({ arrivalRate: 0.5, duplicatedArrivals: 2, foreignArrivals: 1 });
  });

  test("align each model server's clock between sending and answer", () => {
    const requests = [request("a", 100), request("b", 200), request("c", 300)];
    const { modelServerClocks } = join(requests, [
      arrival("a", null, 1102),
      arrival("b", null, 1206),
      arrival("c", null, 7, "s2"),
    ]);
    // a: -1002 to -992, b: -1006 to -996.
    expect(modelServerClocks.server).toMatchObject({ offsetMs: -999, boundMs: 3, pairs: 2, contradictions: 0 });
    expect(modelServerClocks.s2?.offsetMs).toBe(298);
  });
});

describe("the router's log", () => {
  test("is joined where it names both ids", () => {
    const events = [
      objective("r1", "a"),
      dispatched("r1", 50),
      dispatched("r2", 51),
      objective("r3", "a"),
      dispatched("r3", 52),
    ];
    const { traces, joins, routerClock } = join([request("a", 100), request("b", 100)], null, events);
    expect(traces[0]).toMatchObject({ requestId: "r1", dispatched: { position: 1, routerMs: 50, exact: true } });
    expect(traces[1]).toMatchObject({ requestId: null, dispatched: null });
    expect(joins).toMatchObject({ arrivalRate: null, eventRate: 0.5, dispatchRate: 0.5 });
    expect(routerClock).toMatchObject({ offsetMs: 55, boundMs: 5 });
  });

  test("is joined by the id that a request arrived with", () => {
    const { traces } = join([request("a", 100)], [arrival("a", "r9", 105)], [dispatched("r9", 50)]);
    expect(traces[0]).toMatchObject({ requestId: "r9", dispatched: { position: 1 } });
  });
});

describe("lines that do not say all", () => {
  const logged = (event: FlowEvent["event"], requestId: string | null, more: object = {}) =>
    ({ event, requestId, workloadId: "w", line: 3, atMs: 1, source: null, ...more }) as FlowEvent;

  test("a dispatch that was counted in the queue counts before one that was not, whichever comes first", () => {
    const events = [
      logged("dispatched", "a", { dispatchSequence: null }),
      dispatched("a", 2),
      dispatched("b", 3),
      logged("dispatched", "b", { dispatchSequence: null }),
      logged("dispatched", "c", { dispatchSequence: null }),
    ];
    const { traces } = join([request("a", 0), request("b", 0), request("c", 0)], null, events);
    expect(traces.map((trace) => [trace.dispatched?.position, trace.dispatched?.exact])).toEqual([
      [2, true],
      [3, true],
      [5, false],
    ]);
  });

  test("what names a workload only is counted for it, and for no request", () => {
    const events = [
      logged("score-computed", null),
      logged("score-computed", "nobody"),
      logged("score-computed", "a", { stage: null }),
      logged("wait-recorded", null),
    ];
    const { traces, linesByWorkload } = join([request("a", 0)], null, events);
    expect([...linesByWorkload]).toEqual([["w", { "score-computed": 2 }]]);
    expect(traces[0]?.logPoints).toEqual({ "score-computed": 1 });
  });
});
