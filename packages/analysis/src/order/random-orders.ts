import { type Random, shuffled } from "@wa-routing/protocol";

/** What random orders of the requests of one episode give: how often each count was met, the observed order among them. */
export type CountDistribution = ReadonlyMap<number, number>;

export const RANDOM_ORDERS = 1000;

// Less cannot change a figure that is printed with two digits.
const NEGLIGIBLE = 1e-30;

/**
 * How some counts of an order (pairs that agree with a policy, with a claim) are distributed when the order is random.
 *
 * The observed order counts as one of the draws, so that no chance comes out as 0.
 *
 * @param size Requests in the episode.
 * @param counts Each takes an order (`places[request]` is its place) and counts.
 * @see Phipson, Smyth: Permutation p-values should never be zero, SAGMB 9(1), 2010
 */
export function countsInRandomOrders(
  size: number,
  counts: readonly ((places: readonly number[]) => number)[],
  observed: readonly number[],
  random: Random,
): CountDistribution[] {
  const tallies = counts.map((count) => new Map<number, number>([[count(observed), 1]]));
  const identity = Array.from({ length: size }, (_, index) => index);
  for (let draw = 0; draw < RANDOM_ORDERS; draw++) {
    const places = shuffled(identity, random);
    for (const [index, count] of counts.entries()) {
      const value = count(places);
      const tally = tallies[index] as Map<number, number>;
      tally.set(value, (tally.get(value) ?? 0) + 1);
    }
  }
  return tallies.map(
    (tally) => new Map([...tally].map(([value, times]): [number, number] => [value, times / (RANDOM_ORDERS + 1)])),
  );
}

/** Chance that counts of independent episodes add up to at least so many. */
export function chanceOfAtLeast(episodes: readonly CountDistribution[], total: number): number {
  let sums = new Map<number, number>([[0, 1]]);
  for (const distribution of episodes) {
    const next = new Map<number, number>();
    for (const [sum, chance] of sums) {
      for (const [value, share] of distribution) {
        const mass = chance * share;
        if (mass > NEGLIGIBLE) next.set(sum + value, (next.get(sum + value) ?? 0) + mass);
      }
    }
    sums = next;
  }
  let tail = 0;
  for (const [sum, chance] of sums) if (sum >= total) tail += chance;
  return Math.min(1, tail);
}
