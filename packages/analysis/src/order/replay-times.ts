import { isSteady } from "../evidence/clock-alignment.ts";
import type { JoinedEvidence } from "../evidence/join-evidence.ts";
import type { RequestTrace } from "../evidence/request-trace.ts";
import { routerContext } from "../evidence/router-context.ts";
import type { ReplayedRequest } from "../policy/replay.ts";
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
  readonly uncertainty: TimingUncertainty;
}

// A router looks at its queue once in a millisecond, and writes a line a little after what it is about.
const TICK_MS = 1;
const WRITING_JITTER_MS = 0.2;

/** The router's own times where its log has them all, to the millisecond or better, by a clock that was not set; else the client's. */
export function replayTimes(joined: JoinedEvidence, witness: Witness): ReplayTimes {
  const served = joined.traces.filter((trace) => witness.sawAt(trace) !== null);
  const { routerClock } = joined;
  const steady = routerClock === null || isSteady(routerClock);
  return (steady ? routerTimes(served) : null) ?? clientTimes(served, witness, joined);
}

interface TimedTrace {
  readonly trace: RequestTrace;
  readonly enqueuedMs: number;
  readonly dispatchedMs: number;
}

function routerTimes(served: readonly RequestTrace[]): ReplayTimes | null {
  const timed = served.flatMap((trace): TimedTrace[] => {
    const enqueuedMs = trace.enqueued?.routerMs ?? null;
    const dispatchedMs = trace.dispatched?.routerMs ?? null;
    return enqueuedMs === null || dispatchedMs === null ? [] : [{ trace, enqueuedMs, dispatchedMs }];
  });
  if (timed.length < served.length || timed.every(({ enqueuedMs }) => enqueuedMs % 1000 === 0)) return null;
  timed.sort((a, b) => (a.trace.enqueued?.position ?? 0) - (b.trace.enqueued?.position ?? 0));
  const jitterMs = timed.every(({ enqueuedMs }) => Number.isInteger(enqueuedMs)) ? TICK_MS : WRITING_JITTER_MS;
  return timesOf(timed, { clock: "router", enqueueJitterMs: jitterMs, dispatchJitterMs: jitterMs });
}

function clientTimes(served: readonly RequestTrace[], witness: Witness, joined: JoinedEvidence): ReplayTimes {
  // Where only answers were seen, the fastest one tells how long it takes to be served without waiting.
  const serviceMs = served.reduce((least, { record }) => Math.min(least, record.endMs - record.sendMs), Infinity);
  const dispatchOf = (trace: RequestTrace) => {
    const { arrival, record } = trace;
    const clock = arrival === null ? undefined : joined.modelServerClocks[arrival.modelServer];
    return arrival !== null && clock !== undefined ? arrival.arrivedMs + clock.offsetMs : record.endMs - serviceMs;
  };
  const timed = served
    .map((trace) => ({ trace, enqueuedMs: trace.record.sendMs, dispatchedMs: dispatchOf(trace) }))
    .sort((a, b) => a.enqueuedMs - b.enqueuedMs || a.trace.record.sequence - b.trace.record.sequence);
  const bounds = Object.values(joined.modelServerClocks).map(({ boundMs }) => boundMs);
  return timesOf(timed, {
    clock: "client",
    enqueueJitterMs: Math.max(TICK_MS, transitSpreadMs(timed)),
    dispatchJitterMs: Math.max(TICK_MS, witness.bandMs, ...bounds),
  });
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

function timesOf(timed: readonly TimedTrace[], uncertainty: TimingUncertainty): ReplayTimes {
  return {
    traces: timed.map(({ trace }) => trace),
    requests: timed.map(({ trace, enqueuedMs }) => ({ ...routerContext(trace), enqueuedMs })),
    dispatchesMs: timed.map(({ dispatchedMs }) => dispatchedMs).sort((a, b) => a - b),
    dispatchedMs: timed.map(({ dispatchedMs }) => dispatchedMs),
    uncertainty,
  };
}
