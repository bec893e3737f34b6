import type { Random } from "@wa-routing/protocol";

/** How a count of one episode is distributed over random orders: `chances[i]` is that of `lowest + i`. */
export interface CountDistribution {
  readonly lowest: number;
  readonly chances: Float64Array;
}

/**
 * Counts something of an order: `places[request]` is its place, from 0. In `alike` the requests of a line have exchanged their places
 * so that they leave in the same order as in the observed one.
 */
export type CountOrder = (places: Uint16Array, alike: Uint16Array) => number;

export const RANDOM_ORDERS = 1000;
// Of many episodes each needs fewer: the least chance that can come out is (1 / draws) to the power of their number.
const MOST_DRAWS = 64 * RANDOM_ORDERS;
const LEAST_CHANCE = 1e-9;
const LEAST_RANDOM_ORDERS = 20;
// A few seconds: no figure but a chance, which is next to 0 where so many pairs agree, comes of it.
const MOST_PAIRS_COUNTED = 2e9;

/**
 * How many random orders are drawn of each of some episodes.
 *
 * @param pairs Those that are counted in one draw of all of them.
 */
export function randomOrdersOf(episodes: number, pairs: number): number {
  const least = Math.max(LEAST_RANDOM_ORDERS, LEAST_CHANCE ** (-1 / episodes));
  const most = Math.min(MOST_DRAWS / episodes, MOST_PAIRS_COUNTED / pairs);
  return Math.ceil(Math.min(RANDOM_ORDERS, Math.max(least, most)));
}

/**
 * How some counts of an order (pairs that agree with a policy, with a claim) are distributed when the order is random.
 *
 * The observed order, in which each request is at its own place, counts as one of the draws, so that no chance comes out as 0.
 *
 * @param size Requests in the episode, at most 65,535.
 * @param randomOrders How many are drawn.
 * @param lineOf The line of each request, from 0; default: each has one of its own.
 * @see Phipson, Smyth: Permutation p-values should never be zero, SAGMB 9(1), 2010
 */
export function countsInRandomOrders(
  size: number,
  counts: readonly CountOrder[],
  random: Random,
  randomOrders: number = RANDOM_ORDERS,
  lineOf: Uint16Array = Uint16Array.from({ length: size }, (_, index) => index),
): CountDistribution[] {
  const places = Uint16Array.from({ length: size }, (_, index) => index);
  const alike = places.slice();
  const exchange = exchangeInLines(lineOf);
  const values = counts.map((count) => {
    const drawn = new Int32Array(randomOrders + 1);
    drawn[0] = count(places, alike);
    return drawn;
  });
  for (let draw = 1; draw <= randomOrders; draw++) {
    shuffle(places, random);
    exchange(places, alike);
    for (const [index, count] of counts.entries()) (values[index] as Int32Array)[draw] = count(places, alike);
  }
  return values.map(distributionOf);
}

/**
 * How many of the given pairs (places in the observed order, first and second in turn) keep their order.
 *
 * @param alikeInLine Whether those of a line are alike.
 */
export function countPairs(pairs: Uint16Array, alikeInLine: boolean): CountOrder {
  return (own, alike) => {
    const places = alikeInLine ? alike : own;
    let count = 0;
    for (let at = 0; at < pairs.length; at += 2) {
      // The sign bit: in a random order a branch is guessed wrong every other time.
      count += ((places[pairs[at] as number] as number) - (places[pairs[at + 1] as number] as number)) >>> 31;
    }
    return count;
  };
}

function distributionOf(values: Int32Array): CountDistribution {
  let lowest = values[0] as number;
  let highest = lowest;
  for (const value of values) {
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  const chances = new Float64Array(highest - lowest + 1);
  for (const value of values) chances[value - lowest] = (chances[value - lowest] as number) + 1 / values.length;
  return { lowest, chances };
}

/** Fills `alike` from `places`: who leaves n-th of a line takes the place of the line's n-th in the observed order. */
function exchangeInLines(lineOf: Uint16Array): (places: Uint16Array, alike: Uint16Array) => void {
  const members = Array.from({ length: Math.max(0, ...lineOf) + 1 }, (): number[] => []);
  for (const [request, line] of lineOf.entries()) members[line]?.push(request);
  const requestAt = new Uint16Array(lineOf.length);
  const left = new Uint16Array(members.length);
  return (places, alike) => {
    for (let request = 0; request < places.length; request++) requestAt[places[request] as number] = request;
    left.fill(0);
    for (let place = 0; place < requestAt.length; place++) {
      const line = lineOf[requestAt[place] as number] as number;
      const nth = left[line] as number;
      left[line] = nth + 1;
      alike[(members[line] as number[])[nth] as number] = place;
    }
  };
}

/** Fisher-Yates, in place. */
function shuffle(places: Uint16Array, random: Random): void {
  for (let index = places.length - 1; index > 0; index--) {
    const other = Math.floor(random() * (index + 1));
    const kept = places[index] as number;
    places[index] = places[other] as number;
    places[other] = kept;
  }
}
