import type { Random } from "@wa-routing/protocol";
import type { RequestTrace } from "../evidence/request-trace.ts";
import type { ClaimedPair, PairSource } from "./claimed-pairs.ts";
import type { PairPrediction } from "./model-orders.ts";
import { linesOf } from "./policy-fit.ts";
import type { QueueEpisode } from "./queue-episode.ts";
import { type CountDistribution, type CountOrder, countsInRandomOrders } from "./random-orders.ts";
import type { Witness } from "./witness.ts";

/** Pairs that follow the claim minus those that violate it, among those that the policy is sure of, in random orders. Those of a line are alike. */
export function netInRandomOrders(
  episode: QueueEpisode,
  order: readonly RequestTrace[],
  { pairsOf, dependsOnOrder }: PairSource,
  witness: Witness,
  predict: PairPrediction,
  random: Random,
  randomOrders: number,
): CountDistribution {
  const placeOf = new Map(order.map((trace, place) => [trace, place]));
  const decidedFrom = placesFromWhichDecided(order, witness);
  const known = new Int8Array(order.length ** 2);
  const isSure = (a: number, b: number) => {
    const at = a * order.length + b;
    if (known[at] === 0) {
      const predicted = predict(order[a] as RequestTrace, order[b] as RequestTrace);
      known[at] = predicted < 0 ? 1 : -1;
    }
    return known[at] === 1;
  };
  const sureOf = (pairs: readonly ClaimedPair[]) => {
    const sure: number[] = [];
    for (const [first, second] of pairs) {
      const a = placeOf.get(first);
      const b = placeOf.get(second);
      if (a !== undefined && b !== undefined && isSure(a, b)) sure.push(a, b);
    }
    return sure;
  };
  const sure = Uint16Array.from(sureOf(pairsOf(episode, order)));
  const net: CountOrder = (_, places) => {
    const pairs = dependsOnOrder ? sureOf(pairsOf(episode, reordered(order, places))) : sure;
    let sum = 0;
    for (let at = 0; at < pairs.length; at += 2) {
      const first = places[pairs[at] as number] as number;
      const second = places[pairs[at + 1] as number] as number;
      // Sign bits, not branches: in a random order half of those are guessed wrong.
      sum += ((decidedFrom[first] as number) - 1 - second) >>> 31;
      sum -= ((decidedFrom[second] as number) - 1 - first) >>> 31;
    }
    return sum;
  };
  return countsInRandomOrders(order.length, [net], random, randomOrders, linesOf(order))[0] as CountDistribution;
}

/** For each place the first of those that the witness saw so much later that it decides; past the last one, if none. */
function placesFromWhichDecided(order: readonly RequestTrace[], { sawAt, bandMs }: Witness): Uint32Array {
  const seenAt = Float64Array.from(order, (trace) => sawAt(trace) as number);
  let from = 0;
  return Uint32Array.from(order, (_, place) => {
    while (from < seenAt.length && !((seenAt[from] as number) - (seenAt[place] as number) > bandMs)) from += 1;
    return from;
  });
}

function reordered(order: readonly RequestTrace[], places: Uint16Array): RequestTrace[] {
  const result = new Array<RequestTrace>(order.length);
  for (const [member, place] of places.entries()) result[place] = order[member] as RequestTrace;
  return result;
}
