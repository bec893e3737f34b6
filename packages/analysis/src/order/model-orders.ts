import { type Random, seededRandom } from "@wa-routing/protocol";
import { isSteady } from "../clock-alignment.ts";
import type { JoinedEvidence } from "../join-evidence.ts";
import { POLICIES, type Policy, type ReplayedRequest, replay } from "../policy/replay.ts";
import type { RequestTrace } from "../request-trace.ts";
import { workloadKeyOf } from "./queue-episode.ts";
import type { Witness } from "./witness.ts";

/** What a policy would have done with a pair, over all replays: -1 the first always goes first, 1 the second, 0 it depends. */
export type PairPrediction = (a: RequestTrace, b: RequestTrace) => -1 | 0 | 1;

/** Predictions of every policy. */
export type ModelOrders = Readonly<Record<Policy, PairPrediction>>;

/** How exactly the replay knows the times. */
export interface TimingUncertainty {
  /** Between a request's time as it is known and its entry into the queue, in ms. */
  readonly enqueueJitterMs: number;
  /** Of a dispatch's time, in ms. */
  readonly dispatchJitterMs: number;
}

export const REPLAYS = 24;

/**
 * Replays everything that the scenario sent, once for each policy and each of 24 draws of the timing uncertainty.
 *
 * Times are the router's own where its log has them to the millisecond or better; else sending and arrival on the client's clock.
 */
export function modelOrders(joined: JoinedEvidence, witness: Witness, seed: number): ModelOrders {
  const { requests, traces, dispatchesMs, uncertainty } = replayTimes(joined, witness);
  const predictions = POLICIES.map((policy): [Policy, PairPrediction] => {
    const random = seededRandom(`${seed}/replays`);
    const dependsOnTime = policy === "workload-aware" || policy === "workload-aware-resorted";
    const positions = Array.from({ length: dependsOnTime ? REPLAYS : 1 }, (_, draw) =>
      drawnPositions(policy, requests, dispatchesMs, draw === 0 ? null : uncertainty, random),
    );
    const indexOf = new Map(traces.map((trace, index) => [trace, index]));
    return [policy, predictionOf(positions, indexOf)];
  });
  return Object.fromEntries(predictions) as unknown as ModelOrders;
}

function predictionOf(positions: readonly Float64Array[], indexOf: ReadonlyMap<RequestTrace, number>): PairPrediction {
  return (a, b) => {
    const indexA = indexOf.get(a);
    const indexB = indexOf.get(b);
    if (indexA === undefined || indexB === undefined) return 0;
    const first = (positions[0]?.[indexA] ?? 0) < (positions[0]?.[indexB] ?? 0);
    const same = positions.every((of) => (of[indexA] as number) < (of[indexB] as number) === first);
    if (!same) return 0;
    return first ? -1 : 1;
  };
}

function drawnPositions(
  policy: Policy,
  requests: readonly ReplayedRequest[],
  dispatchesMs: readonly number[],
  uncertainty: TimingUncertainty | null,
  random: Random,
): Float64Array {
  const { enqueueJitterMs, dispatchJitterMs } = uncertainty ?? { enqueueJitterMs: 0, dispatchJitterMs: 0 };
  const jittered = requests
    .map((request, index) => ({ request, index, atMs: request.enqueuedMs + enqueueJitterMs * random() }))
    .sort((a, b) => a.atMs - b.atMs || a.index - b.index);
  const order = replay(policy, {
    requests: jittered.map(({ request, atMs }) => ({ ...request, enqueuedMs: atMs })),
    dispatchesMs: dispatchesMs.map((ms) => ms + dispatchJitterMs * random()).sort((a, b) => a - b),
    emaLagMs: uncertainty === null ? 0.3 : 1.5 * random(),
  });
  const positions = new Float64Array(requests.length).fill(Number.POSITIVE_INFINITY);
  order.forEach((at, position) => {
    positions[jittered[at]?.index as number] = position;
  });
  return positions;
}

interface ReplayTimes {
  readonly traces: readonly RequestTrace[];
  readonly requests: readonly ReplayedRequest[];
  readonly dispatchesMs: readonly number[];
  readonly uncertainty: TimingUncertainty;
}

function replayTimes(joined: JoinedEvidence, witness: Witness): ReplayTimes {
  const served = joined.traces.filter((trace) => witness.sawAt(trace) !== null);
  const { routerClock } = joined;
  const steady = routerClock === null || isSteady(routerClock);
  return (steady ? routerTimes(served) : null) ?? clientTimes(served, witness, joined);
}

function routerTimes(served: readonly RequestTrace[]): ReplayTimes | null {
  const timed = served.flatMap((trace) => {
    const enqueuedMs = trace.enqueued?.routerMs ?? null;
    const dispatchedMs = trace.dispatched?.routerMs ?? null;
    return enqueuedMs === null || dispatchedMs === null ? [] : [{ trace, enqueuedMs, dispatchedMs }];
  });
  if (timed.length < served.length || timed.every(({ enqueuedMs }) => enqueuedMs % 1000 === 0)) return null;
  timed.sort((a, b) => (a.trace.enqueued?.position ?? 0) - (b.trace.enqueued?.position ?? 0));
  return {
    traces: timed.map(({ trace }) => trace),
    requests: timed.map(({ trace, enqueuedMs }) => replayed(trace, enqueuedMs)),
    dispatchesMs: timed.map(({ dispatchedMs }) => dispatchedMs).sort((a, b) => a - b),
    uncertainty: { enqueueJitterMs: 0.2, dispatchJitterMs: 0.2 },
  };
}

function clientTimes(served: readonly RequestTrace[], witness: Witness, joined: JoinedEvidence): ReplayTimes {
  const traces = [...served].sort((a, b) => a.record.sendMs - b.record.sendMs || a.record.sequence - b.record.sequence);
  const dispatchOf = (trace: RequestTrace) => {
    const { arrival, record } = trace;
    const clock = arrival === null ? undefined : joined.modelServerClocks[arrival.modelServer];
    if (arrival !== null && clock !== undefined) return arrival.arrivedMs + clock.offsetMs;
    return witness.name === "completions" ? (witness.sawAt(trace) as number) : record.endMs;
  };
  const bounds = Object.values(joined.modelServerClocks).map(({ boundMs }) => boundMs);
  return {
    traces,
    requests: traces.map((trace) => replayed(trace, trace.record.sendMs)),
    dispatchesMs: traces.map(dispatchOf).sort((a, b) => a - b),
    uncertainty: { enqueueJitterMs: 1, dispatchJitterMs: Math.max(1, ...bounds) },
  };
}

function replayed(trace: RequestTrace, enqueuedMs: number): ReplayedRequest {
  return { workload: workloadKeyOf(trace), criticality: trace.record.criticality, enqueuedMs };
}
