import { type Random, seededRandom } from "@wa-routing/protocol";
import { POLICIES, type Policy, replay } from "../policy/replay.ts";
import type { RequestTrace } from "../request-trace.ts";
import type { ReplayTimes } from "./replay-times.ts";

/** What a policy would have done with a pair, over all replays: -1 the first always goes first, 1 the second, 0 it depends. */
export type PairPrediction = (a: RequestTrace, b: RequestTrace) => -1 | 0 | 1;

/** Predictions of every policy. */
export type ModelOrders = Readonly<Record<Policy, PairPrediction>>;

export const REPLAYS = 24;

/** Replays everything that the scenario sent, for each policy once with the times as known and 23 times with drawn errors. */
export function modelOrders(times: ReplayTimes, seed: number): ModelOrders {
  const indexOf = new Map(times.traces.map((trace, index) => [trace, index]));
  const predictions = POLICIES.map((policy): [Policy, PairPrediction] => {
    // Made when it is first asked for: not every policy is, in every run.
    let positions: Float64Array[] | null = null;
    const replays = () => {
      // The same draws for every policy: they differ by what they do with them, not by luck.
      const random = seededRandom(`${seed}/replays`);
      return Array.from({ length: REPLAYS }, (_, draw) => drawnPositions(policy, times, draw > 0, random));
    };
    const predict: PairPrediction = (a, b) => {
      const indexA = indexOf.get(a);
      const indexB = indexOf.get(b);
      if (indexA === undefined || indexB === undefined) return 0;
      positions ??= replays();
      return orderInAll(positions, indexA, indexB);
    };
    return [policy, predict];
  });
  return Object.fromEntries(predictions) as unknown as ModelOrders;
}

function orderInAll(positions: readonly Float64Array[], a: number, b: number): -1 | 0 | 1 {
  const first = (positions[0]?.[a] ?? 0) < (positions[0]?.[b] ?? 0);
  for (const of of positions) if ((of[a] as number) < (of[b] as number) !== first) return 0;
  return first ? -1 : 1;
}

function drawnPositions(
  policy: Policy,
  { requests, dispatchesMs, uncertainty }: ReplayTimes,
  withErrors: boolean,
  random: Random,
): Float64Array {
  const enqueueJitterMs = withErrors ? uncertainty.enqueueJitterMs : 0;
  const dispatchJitterMs = withErrors ? uncertainty.dispatchJitterMs : 0;
  const jittered = requests
    .map((request, index) => ({ request, index, atMs: request.enqueuedMs + enqueueJitterMs * random() }))
    .sort((a, b) => a.atMs - b.atMs || a.index - b.index);
  const order = replay(policy, {
    requests: jittered.map(({ request, atMs }) => ({ ...request, enqueuedMs: atMs })),
    dispatchesMs: dispatchesMs.map((ms) => ms + dispatchJitterMs * random()).sort((a, b) => a - b),
    emaLagMs: withErrors ? 1.5 * random() : 0.3,
  });
  const positions = new Float64Array(requests.length).fill(Number.POSITIVE_INFINITY);
  order.forEach((at, position) => {
    positions[jittered[at]?.index as number] = position;
  });
  return positions;
}
