import { type Random, seededRandom } from "@wa-routing/protocol";
import type { RequestTrace } from "../evidence/request-trace.ts";
import { MODELS, type ModelName, modelOf } from "../policy/policy-model.ts";
import { POLICIES, type ReplayedRequest, type ReplayInput, replay } from "../policy/replay.ts";
import type { ReplayTimes } from "./replay-times.ts";

/** What a policy would have done with a pair, over all replays: -1 the first always goes first, 1 the second, 0 it depends. */
export type PairPrediction = (a: RequestTrace, b: RequestTrace) => -1 | 0 | 1;

/** Predictions of every policy, and of the workload-aware one without a term of its score. */
export type ModelOrders = Readonly<Record<ModelName, PairPrediction>>;

export const REPLAYS = 24;

/** The place of each request in the order of each replay; infinite where none was left for it. */
type Positions = readonly Float64Array[];

/** Replays everything that the scenario sent, for each policy once with the times as known and 23 times with drawn errors. */
export function modelOrders(times: ReplayTimes, seed: number): ModelOrders {
  const indexOf = new Map(times.traces.map((trace, index) => [trace, index]));
  const positions = new Map<ModelName, Positions>();
  const predictions = MODELS.map((model): [ModelName, PairPrediction] => {
    // Made when they are first asked for: those with all terms together, since they share the draws; any other by itself.
    const together = POLICIES.find((policy) => policy === model) === undefined ? [model] : POLICIES;
    let own: Positions | undefined;
    const predict: PairPrediction = (a, b) => {
      const indexA = indexOf.get(a);
      const indexB = indexOf.get(b);
      if (indexA === undefined || indexB === undefined) return 0;
      own ??= positions.get(model);
      if (own === undefined) {
        for (const [name, replays] of replayed(together, times, seed)) positions.set(name, replays);
        own = positions.get(model) as Positions;
      }
      return orderInAll(own, indexA, indexB);
    };
    return [model, predict];
  });
  return Object.fromEntries(predictions) as unknown as ModelOrders;
}

function orderInAll(positions: Positions, a: number, b: number): -1 | 0 | 1 {
  const first = (positions[0]?.[a] ?? 0) < (positions[0]?.[b] ?? 0);
  for (const of of positions) if ((of[a] as number) < (of[b] as number) !== first) return 0;
  return first ? -1 : 1;
}

/** The same draws for every model: they differ by what they do with them, not by luck. */
function replayed(models: readonly ModelName[], times: ReplayTimes, seed: number): Map<ModelName, Positions> {
  const random = seededRandom(`${seed}/replays`);
  const positions = new Map(models.map((model): [ModelName, Float64Array[]] => [model, []]));
  for (let draw = 0; draw < REPLAYS; draw++) {
    const input = drawn(times, draw > 0, random);
    for (const model of models) positions.get(model)?.push(positionsIn(model, input));
  }
  return positions;
}

/** A request with its drawn time, and its number among those that were sent. */
type DrawnRequest = ReplayedRequest & { readonly index: number };

type DrawnInput = Pick<ReplayInput, "dispatchesMs" | "emaLagMs"> & { readonly requests: readonly DrawnRequest[] };

function drawn({ requests, dispatchesMs, uncertainty }: ReplayTimes, withErrors: boolean, random: Random): DrawnInput {
  const enqueueJitterMs = withErrors ? uncertainty.enqueueJitterMs : 0;
  const dispatchJitterMs = withErrors ? uncertainty.dispatchJitterMs : 0;
  return {
    requests: requests
      .map(({ workload, criticality, enqueuedMs }, index) => ({
        workload,
        criticality,
        enqueuedMs: enqueuedMs + enqueueJitterMs * random(),
        index,
      }))
      .sort((a, b) => a.enqueuedMs - b.enqueuedMs || a.index - b.index),
    dispatchesMs: dispatchesMs.map((ms) => ms + dispatchJitterMs * random()).sort((a, b) => a - b),
    emaLagMs: withErrors ? 1.5 * random() : 0.3,
  };
}

function positionsIn(model: ModelName, input: DrawnInput): Float64Array {
  const { policy, parameters } = modelOf(model);
  const positions = new Float64Array(input.requests.length).fill(Number.POSITIVE_INFINITY);
  for (const [position, at] of replay(policy, { ...input, parameters }).entries()) {
    positions[(input.requests[at] as DrawnRequest).index] = position;
  }
  return positions;
}
