import type { RouterParameters } from "@wa-routing/protocol";
import { isSteady } from "../evidence/clock-alignment.ts";
import { readDeadlines } from "../evidence/deadline-headers.ts";
import type { JoinedEvidence } from "../evidence/join-evidence.ts";
import type { RequestTrace } from "../evidence/request-trace.ts";
import { routerContext } from "../evidence/router-context.ts";
import type { ReplayedRequest } from "../policy/replayed-request.ts";
import { quantileOfSorted } from "../statistics/quantile.ts";
import type { Witness } from "./witness.ts";

/** How exactly a replay knows the times, as far as the run itself has measured it. */
export interface TimingUncertainty {
  /** Whose times are replayed: the router's own, or sending and arrival on the client's clock. */
  readonly clock: "router" | "client";
  /** Between a request's time as it is known and its entry into the queue, in ms. */
  readonly enqueueJitterMs: number;
  /** Of a dispatch's time, in ms. */
  readonly dispatchJitterMs: number;
  /** From a dispatch to the update of its workload's average wait: at most so many ms, or as the router's log has each. */
  readonly averageLag: number | "logged";
}

/** Everything that was served, with the times at which it was enqueued and the times at which something was dispatched. */
export interface ReplayTimes {
  /** In the order of entering the queue. */
  readonly traces: readonly RequestTrace[];
  /** The same, as a policy sees them. */
  readonly requests: readonly ReplayedRequest[];
  /** Ascending. */
  readonly dispatchesMs: readonly number[];
  /** When each of `traces` was dispatched. */
  readonly dispatchedMs: readonly number[];
  /** The place of each of `traces` in the order in which they were seen to leave. */
  readonly leftAs: readonly number[];
  /** From each of `dispatchesMs` to the update of an average wait, in ms, where the router's log tells of all of them. */
  readonly averageLagsMs: readonly number[] | null;
  /** What the router computes scores with. */
  readonly parameters: RouterParameters;
  readonly uncertainty: TimingUncertainty;
}

// A router looks at its queue once in a millisecond, and writes a line a little after what it is about.
const TICK_MS = 1;
const WRITING_JITTER_MS = 0.2;
/** From a dispatch to the update of an average wait, in ms: on an idle machine no longer, and no shorter than times are uncertain. */
const LONGEST_AVERAGE_LAG_MS = 1.5;

/** The router's own times where its log has them all, to the millisecond or better, by a clock that was not set; else the client's. */
export function replayTimes(joined: JoinedEvidence, witness: Witness, parameters: RouterParameters): ReplayTimes {
  const served = joined.traces.filter((trace) => witness.sawAt(trace) !== null);
  const { routerClock } = joined;
  const steady = routerClock === null || isSteady(routerClock);
  return { ...((steady ? routerTimes(served) : null) ?? clientTimes(served, witness, joined)), parameters };
}

interface TimedTrace {
  readonly trace: RequestTrace;
  readonly enqueuedMs: number;
  readonly dispatchedMs: number;
  /** Counted in the log, where that tells of the dispatch. */
  readonly position: number;
}

type Times = Omit<ReplayTimes, "parameters">;

function routerTimes(served: readonly RequestTrace[]): Times | null {
  const timed = served.flatMap((trace): TimedTrace[] => {
    const enqueuedMs = trace.enqueued?.routerMs ?? null;
    const dispatchedMs = trace.dispatched?.routerMs ?? null;
    return enqueuedMs === null || dispatchedMs === null
      ? []
      : [{ trace, enqueuedMs, dispatchedMs, position: trace.dispatched?.position ?? 0 }];
  });
  if (timed.length < served.length || timed.every(({ enqueuedMs }) => enqueuedMs % 1000 === 0)) return null;
  timed.sort((a, b) => (a.trace.enqueued?.position ?? 0) - (b.trace.enqueued?.position ?? 0));
  const jitterMs = timed.every(({ enqueuedMs }) => Number.isInteger(enqueuedMs)) ? TICK_MS : WRITING_JITTER_MS;
  const lagsMs = loggedLagsMs(timed);
  const averageLag = lagsMs === null ? LONGEST_AVERAGE_LAG_MS : "logged";
  return timesOf(timed, { clock: "router", enqueueJitterMs: jitterMs, dispatchJitterMs: jitterMs, averageLag }, lagsMs);
}

/** From each dispatch to the logged update of an average wait, in the order of dispatch; null where the log has not all of them. */
function loggedLagsMs(timed: readonly TimedTrace[]): number[] | null {
  const lags = timed
    .toSorted((a, b) => a.dispatchedMs - b.dispatchedMs)
    .flatMap(({ trace: { averageUpdatedMs }, dispatchedMs }) =>
      averageUpdatedMs === null ? [] : [Math.max(0, averageUpdatedMs - dispatchedMs)],
    );
  return lags.length < timed.length ? null : lags;
}

function clientTimes(served: readonly RequestTrace[], witness: Witness, joined: JoinedEvidence): Times {
  // Where only answers were seen, the fastest one tells how long it takes to be served without waiting.
  const serviceMs = served.reduce((least, { record }) => Math.min(least, record.endMs - record.sendMs), Infinity);
  const dispatchOf = (trace: RequestTrace) => {
    const { arrival, record } = trace;
    const clock = arrival === null ? undefined : joined.modelServerClocks[arrival.modelServer];
    return arrival !== null && clock !== undefined ? arrival.arrivedMs + clock.offsetMs : record.endMs - serviceMs;
  };
  const timed = served
    .map((trace) => ({ trace, enqueuedMs: trace.record.sendMs, dispatchedMs: dispatchOf(trace), position: 0 }))
    .sort((a, b) => a.enqueuedMs - b.enqueuedMs || a.trace.record.sequence - b.trace.record.sequence);
  const bounds = Object.values(joined.modelServerClocks).map(({ boundMs }) => boundMs);
  const dispatchJitterMs = Math.max(TICK_MS, witness.bandMs, ...bounds);
  const uncertainty: TimingUncertainty = {
    clock: "client",
    enqueueJitterMs: Math.max(TICK_MS, transitSpreadMs(timed)),
    dispatchJitterMs,
    averageLag: Math.max(LONGEST_AVERAGE_LAG_MS, dispatchJitterMs),
  };
  return timesOf(timed, uncertainty, null);
}

/** How unequally long requests take from the client to a model server when nothing holds them: what the primes show. */
function transitSpreadMs(timed: readonly TimedTrace[]): number {
  const transits = Float64Array.from(
    timed.filter(({ trace }) => trace.record.primed && trace.arrival !== null),
    ({ enqueuedMs, dispatchedMs }) => dispatchedMs - enqueuedMs,
  ).sort();
  // The slowest of them are those that opened a connection.
  return transits.length < 2 ? 0 : quantileOfSorted(transits, 0.75) - (transits[0] as number);
}

function timesOf(
  timed: readonly TimedTrace[],
  uncertainty: TimingUncertainty,
  averageLagsMs: readonly number[] | null,
): Times {
  return {
    traces: timed.map(({ trace }) => trace),
    requests: timed.map(({ trace, enqueuedMs }) => ({
      ...routerContext(trace),
      enqueuedMs,
      ...readDeadlines(trace.record.headers),
    })),
    dispatchesMs: timed.map(({ dispatchedMs }) => dispatchedMs).sort((a, b) => a - b),
    dispatchedMs: timed.map(({ dispatchedMs }) => dispatchedMs),
    leftAs: leftAs(timed),
    averageLagsMs,
    uncertainty,
  };
}

function leftAs(timed: readonly TimedTrace[]): number[] {
  const places: number[] = [];
  const order = [...timed.entries()].sort(([, a], [, b]) => a.position - b.position || a.dispatchedMs - b.dispatchedMs);
  for (const [place, [index]] of order.entries()) places[index] = place;
  return places;
}
