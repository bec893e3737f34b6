import type { RouterParameters } from "@wa-routing/protocol";
import { arrivedAt } from "../evidence/arrived-at.ts";
import { isSteady } from "../evidence/clock-alignment.ts";
import { readDeadlines } from "../evidence/deadline-headers.ts";
import type { JoinedEvidence } from "../evidence/join-evidence.ts";
import type { RequestTrace } from "../evidence/request-trace.ts";
import { routerContext } from "../evidence/router-context.ts";
import { timeResolutionMs } from "../evidence/time-resolution.ts";
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
  /**
   * By how much each of `dispatchesMs` may have been earlier, those of one trial together: nothing is dispatched before the release,
   * and what is shown is when it arrived. Null: the router's own times are known.
   */
  readonly dispatchLeadsMs: readonly number[] | null;
  /** Whether the router's log tells in which order requests entered the queue, where it does not tell when. */
  readonly isEntryLogged: boolean;
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
export function replayTimes(
  joined: JoinedEvidence,
  witness: Witness,
  parameters: RouterParameters,
  releases: Releases,
): ReplayTimes {
  const served = joined.traces.filter((trace) => witness.sawAt(trace) !== null);
  const { routerClock } = joined;
  const steady = routerClock === null || isSteady(routerClock);
  return { ...((steady ? routerTimes(served) : null) ?? clientTimes(served, witness, joined, releases)), parameters };
}

/** When the queue of each trial was released, by the client's clock. */
export type Releases = ReadonlyMap<number, number>;

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
  const stepMs = timeResolutionMs(timed.flatMap(({ enqueuedMs, dispatchedMs }) => [enqueuedMs, dispatchedMs]));
  if (timed.length < served.length || stepMs > TICK_MS) return null;
  timed.sort((a, b) => (a.trace.enqueued?.position ?? 0) - (b.trace.enqueued?.position ?? 0));
  const jitterMs = timed.every(({ enqueuedMs }) => Number.isInteger(enqueuedMs)) ? TICK_MS : WRITING_JITTER_MS;
  const lagsMs = loggedLagsMs(timed);
  const averageLag = lagsMs === null ? LONGEST_AVERAGE_LAG_MS : "logged";
  const uncertainty = { clock: "router", enqueueJitterMs: jitterMs, dispatchJitterMs: jitterMs, averageLag } as const;
  return { ...timesOf(timed), dispatchLeadsMs: null, isEntryLogged: false, averageLagsMs: lagsMs, uncertainty };
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

function clientTimes(
  served: readonly RequestTrace[],
  witness: Witness,
  joined: JoinedEvidence,
  releases: Releases,
): Times {
  // Where only answers were seen, the fastest one tells how long it takes to be served without waiting.
  const serviceMs = served.reduce((least, { record }) => Math.min(least, record.endMs - record.sendMs), Infinity);
  const dispatchOf = (trace: RequestTrace) => {
    return arrivedAt(trace, joined)?.atMs ?? trace.record.endMs - serviceMs;
  };
  const sent = served.map((trace) => ({
    ...{ trace, enqueuedMs: trace.record.sendMs, dispatchedMs: dispatchOf(trace) },
    position: 0,
  }));
  const isEntryLogged = tellsOfEntry(served);
  const timed = isEntryLogged
    ? sent.sort((a, b) => (a.trace.enqueued?.position ?? 0) - (b.trace.enqueued?.position ?? 0))
    : sent.sort((a, b) => a.enqueuedMs - b.enqueuedMs || a.trace.record.sequence - b.trace.record.sequence);
  const bounds = Object.values(joined.modelServerClocks).map(({ boundMs }) => boundMs);
  const dispatchJitterMs = Math.max(TICK_MS, witness.bandMs, ...bounds);
  const uncertainty: TimingUncertainty = {
    clock: "client",
    enqueueJitterMs: Math.max(TICK_MS, transitSpreadMs(timed)),
    dispatchJitterMs,
    averageLag: Math.max(LONGEST_AVERAGE_LAG_MS, dispatchJitterMs),
  };
  const dispatchLeadsMs = leadsMs(timed, releases);
  return { ...timesOf(timed), dispatchLeadsMs, isEntryLogged, averageLagsMs: null, uncertainty };
}

/** Whether one router's log names every request as it enters the queue. */
function tellsOfEntry(served: readonly RequestTrace[]): boolean {
  const [first] = served;
  return served.every(({ enqueued }) => enqueued !== null && enqueued.router === first?.enqueued?.router);
}

/** From the release of a trial to the first arrival after it, for every dispatch that followed the release. */
function leadsMs(timed: readonly TimedTrace[], releases: Releases): number[] {
  const firstMs = new Map<number, number>();
  const releaseOf = ({ trace: { record }, dispatchedMs }: TimedTrace) => {
    const releasedMs = record.trial === null || record.primed ? undefined : releases.get(record.trial);
    return releasedMs !== undefined && record.sendMs < releasedMs && dispatchedMs > releasedMs ? releasedMs : null;
  };
  for (const one of timed) {
    const { trial } = one.trace.record;
    if (trial === null || releaseOf(one) === null) continue;
    firstMs.set(trial, Math.min(firstMs.get(trial) ?? Infinity, one.dispatchedMs));
  }
  return timed
    .toSorted((a, b) => a.dispatchedMs - b.dispatchedMs)
    .map((one) => {
      const releasedMs = releaseOf(one);
      return releasedMs === null ? 0 : (firstMs.get(one.trace.record.trial ?? -1) ?? releasedMs) - releasedMs;
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

function timesOf(
  timed: readonly TimedTrace[],
): Omit<Times, "dispatchLeadsMs" | "isEntryLogged" | "averageLagsMs" | "uncertainty"> {
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
  };
}

function leftAs(timed: readonly TimedTrace[]): number[] {
  const places: number[] = [];
  const order = [...timed.entries()].sort(([, a], [, b]) => a.position - b.position || a.dispatchedMs - b.dispatchedMs);
  for (const [place, [index]] of order.entries()) places[index] = place;
  return places;
}
