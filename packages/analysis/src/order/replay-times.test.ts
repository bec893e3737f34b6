import { DEFAULT_ROUTER_PARAMETERS } from "@wa-routing/protocol";
import { describe, expect, test } from "vitest";
import type { JoinedEvidence } from "../evidence/join-evidence.ts";
import type { RequestTrace } from "../evidence/request-trace.ts";
import { replayTimes } from "./replay-times.ts";
import { traceOf } from "./trace.test-data.ts";
import { completionsWitness, type Witness } from "./witness.ts";

const arrivals: Witness = { name: "arrivals", sawAt: ({ arrival }) => arrival?.arrivedMs ?? null, bandMs: 0.5 };
const clock = (more: object) => ({
  offsetMs: 0,
  boundMs: 0.2,
  pairs: 1,
  contradictions: 0,
  disagreementMs: 0,
  ...more,
});

const timesOf = (
  traces: readonly RequestTrace[],
  { routerClock = null as unknown, witness = arrivals, offsetMs = 0, releases = new Map<number, number>() } = {},
) =>
  replayTimes(
    { traces, modelServerClocks: { m: clock({ offsetMs }) }, routerClock } as unknown as JoinedEvidence,
    witness,
    DEFAULT_ROUTER_PARAMETERS,
    releases,
  );

/** As the router's log has it: enqueued and dispatched on its own clock. */
const logged = (sentMs: number, enqueuedMs: number, dispatchedMs: number): RequestTrace => ({
  ...traceOf(`w${sentMs}`, {
    sentMs,
    arrivedMs: dispatchedMs + 1,
    dispatched: { position: sentMs, routerMs: dispatchedMs },
  }),
  enqueued: { position: sentMs, routerMs: enqueuedMs, router: null, exact: true },
});

describe("whose times are replayed", () => {
  test("one time in whole seconds, or in whole milliseconds, does not make the others so", () => {
    const seconds = timesOf([logged(1, 1000, 1001.5), logged(2, 1000.5, 1002.5)]);
    expect(seconds.uncertainty).toMatchObject({ clock: "router", enqueueJitterMs: 0.2, dispatchJitterMs: 0.2 });
  });

  test("in the order in which the router's log has them, each with its own dispatch, which are in their own order", () => {
    const times = timesOf([logged(2, 1002.5, 1009.5), logged(3, 1001.5, 1007.5), logged(1, 1003.5, 1008.5)]);
    expect(times.requests.map(({ enqueuedMs }) => enqueuedMs)).toEqual([1003.5, 1002.5, 1001.5]);
    expect(times.dispatchedMs).toEqual([1008.5, 1009.5, 1007.5]);
    expect(times.dispatchesMs).toEqual([1007.5, 1008.5, 1009.5]);
  });

  test("the client's in the order of sending, with arrivals brought to its clock", () => {
    const first = traceOf("a", { sentMs: 5, arrivedMs: 40 });
    const second = { ...first, record: { ...first.record, sequence: first.record.sequence + 1 } };
    const times = timesOf(
      [traceOf("b", { sentMs: 9, arrivedMs: 20 }), second, traceOf("c", { sentMs: 1, arrivedMs: 30 }), first],
      {
        offsetMs: 7,
      },
    );
    expect(times.traces.map(({ record }) => record.sequence)).toEqual([1000, 5000, 5001, 9000]);
    expect(times.dispatchedMs).toEqual([37, 47, 47, 27]);
    expect(times.dispatchesMs).toEqual([27, 37, 47, 47]);
  });

  test("a dispatch may have been earlier, up to its trial's release; those that nothing held may not", () => {
    const held = [traceOf("a", { sentMs: 5, arrivedMs: 140 }), traceOf("b", { sentMs: 9, arrivedMs: 120 })];
    const others = [
      traceOf("c", { sentMs: 1, arrivedMs: 4, primed: true }),
      traceOf("d", { sentMs: 105, arrivedMs: 130 }),
    ];
    const releases = new Map([[0, 100]]);
    const times = timesOf([...held, ...others], { releases });
    expect(times.dispatchesMs).toEqual([4, 120, 130, 140]);
    expect(times.dispatchLeadsMs).toEqual([0, 20, 0, 20]);
    expect(timesOf(held).dispatchLeadsMs).toEqual([0, 0]);
    expect(timesOf([logged(2, 1000.5, 1002.25)], { releases }).dispatchLeadsMs).toBeNull();
  });

  test("the client's in the order of the router's log, where it tells that one alone", () => {
    const entered = (sentMs: number, position: number, router: string | null = null): RequestTrace => ({
      ...traceOf(`w${sentMs}`, { sentMs, arrivedMs: 50 }),
      enqueued: { position, routerMs: null, router, exact: true },
    });
    const logOnly = timesOf([entered(1, 2), entered(2, 1)]);
    expect(logOnly.isEntryLogged).toBe(true);
    expect(logOnly.traces.map(({ record }) => record.sendMs)).toEqual([2, 1]);
    const ofTwo = timesOf([entered(1, 2, "a"), entered(2, 1, "b")]);
    expect(ofTwo.isEntryLogged).toBe(false);
    expect(ofTwo.traces.map(({ record }) => record.sendMs)).toEqual([1, 2]);
    expect(timesOf([entered(1, 2), traceOf("b", { sentMs: 2, arrivedMs: 50 })]).isEntryLogged).toBe(false);
  });

  test("the router's own, where its log has them all", () => {
    const times = timesOf([logged(2, 1000.5, 1002.25), logged(1, 1000.25, 1001.75)]);
    expect(times.uncertainty).toEqual({
      clock: "router",
      enqueueJitterMs: 0.2,
      dispatchJitterMs: 0.2,
      averageLag: 1.5,
    });
    expect(times.requests.map(({ enqueuedMs }) => enqueuedMs)).toEqual([1000.25, 1000.5]);
    expect(times.dispatchesMs).toEqual([1001.75, 1002.25]);
  });

  test("with whole milliseconds they are known to a millisecond", () => {
    expect(timesOf([logged(1, 1001, 1003)]).uncertainty).toMatchObject({ clock: "router", enqueueJitterMs: 1 });
  });

  test.each([
    ["with whole seconds", [logged(1, 1000, 2000)], null],
    ["with tenths of a second", [logged(1, 1000, 2000), logged(2, 1100, 2300)], null],
    ["with hundredths", [logged(1, 1010, 2000), logged(2, 1120, 2030)], null],
    ["when the router's clock was set during the run", [logged(1, 1000.5, 1001.5)], clock({ disagreementMs: 500 })],
    ["when the log lacks an entry into the queue", [{ ...logged(1, 1000.5, 1001.5), enqueued: null }], null],
    ["when the log lacks a dispatch", [{ ...logged(1, 1000.5, 1001.5), dispatched: null }], null],
    ["when the log lacks a request", [logged(1, 1000.5, 1001.5), traceOf("x", { sentMs: 5, arrivedMs: 9 })], null],
  ])("the client's %s", (_, traces, routerClock) => {
    expect(timesOf(traces, { routerClock }).uncertainty.clock).toBe("client");
  });
});

test("the client's times are as uncertain as primes are unequal, and as the witness's band is wide", () => {
  const prime = (sentMs: number, transitMs: number) =>
    traceOf(`p${sentMs}`, { sentMs, arrivedMs: sentMs + transitMs, primed: true });
  const held = traceOf("held", { sentMs: 500, arrivedMs: 700 });
  const steady = timesOf([prime(0, 1), prime(100, 1.2), prime(200, 1.1), held]);
  expect(steady.uncertainty).toEqual({
    ...{ clock: "client", enqueueJitterMs: 1, dispatchJitterMs: 1, averageLag: 1.5 },
  });
  expect(timesOf([held]).uncertainty).toEqual(steady.uncertainty);
  expect(timesOf([prime(0, 1), prime(100, 6), held]).uncertainty.enqueueJitterMs).toBe(3.75);
  const unsteady = timesOf([prime(0, 6), prime(100, 1), prime(200, 7), held], { witness: { ...arrivals, bandMs: 12 } });
  expect(unsteady.uncertainty.enqueueJitterMs).toBeGreaterThan(4);
  expect(unsteady.uncertainty).toMatchObject({ dispatchJitterMs: 12, averageLag: 12 });
});

test("where only answers were seen, a dispatch is as much earlier as the fastest request took", () => {
  const answered = (sentMs: number, endMs: number) => {
    const trace = traceOf(`w${sentMs}`, { sentMs });
    return { ...trace, record: { ...trace.record, endMs } };
  };
  const times = timesOf([answered(100, 150), answered(110, 300)], { witness: completionsWitness });
  expect(times.dispatchesMs).toEqual([100, 250]);
});

test("primes whose arrival nobody saw do not show how long requests take to arrive", () => {
  const primes = [0, 100, 200].map((sentMs) => {
    const trace = traceOf(`p${sentMs}`, { sentMs, primed: true });
    return { ...trace, record: { ...trace.record, endMs: sentMs + 10 + sentMs } };
  });
  expect(timesOf(primes, { witness: completionsWitness }).uncertainty.enqueueJitterMs).toBe(1);
});

describe("from a dispatch to the update of an average wait", () => {
  const updated = (trace: RequestTrace, averageUpdatedMs: number | null): RequestTrace => ({
    ...trace,
    averageUpdatedMs,
  });
  const [first, second] = [logged(1, 1000.25, 1001.75), logged(2, 1000.5, 1002.25)];

  test("as the log tells it of each dispatch in turn, never before it", () => {
    const { averageLagsMs, uncertainty } = timesOf([updated(second, 1002), updated(first, 1041.75)]);
    expect(averageLagsMs).toEqual([40, 0]);
    expect(uncertainty.averageLag).toBe("logged");
  });

  test("unknown where the log lacks one of them", () => {
    const { averageLagsMs, uncertainty } = timesOf([updated(second, 1002), updated(first, null)]);
    expect({ averageLagsMs, averageLag: uncertainty.averageLag }).toEqual({ averageLagsMs: null, averageLag: 1.5 });
  });
});

test("who left first: by the positions in the log, else by the times of dispatch", () => {
  expect(timesOf([logged(2, 1000.5, 1001), logged(1, 1000.25, 1001)]).leftAs).toEqual([0, 1]);
  const arrived = (sentMs: number, arrivedMs: number) => traceOf(`w${sentMs}`, { sentMs, arrivedMs });
  expect(timesOf([arrived(1, 30), arrived(2, 20), arrived(3, 40)]).leftAs).toEqual([1, 0, 2]);
});

test("deadlines are those of the request's own headers", () => {
  const trace = traceOf("w", { sentMs: 1, arrivedMs: 9 });
  const headers = { "x-llm-d-slo-ttft-ms": "250", "x-llm-d-inference-ttl": "2s" };
  const [request] = timesOf([{ ...trace, record: { ...trace.record, headers } }]).requests;
  expect(request).toMatchObject({ sloTtftMs: 250, ttlMs: 2000 });
  expect(timesOf([trace]).requests[0]).toEqual({ workload: "w", criticality: 3, enqueuedMs: 1 });
});
