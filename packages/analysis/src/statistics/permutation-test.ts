import { type Random, shuffled } from "@wa-routing/protocol";

// Arrangements that are looked at, at most.
const PERMUTATIONS = 2000;

/**
 * Tests whether two groups differ, by dealing their items to the groups anew: in every possible way when there are at most
 * `permutations` ways, else at random. Items must be exchangeable where nothing differs: give whole trials, not their requests.
 *
 * @returns Chance that items dealt to the groups at random give a statistic at least as large; above 0, at most 1.
 * @param statistic Large where the groups differ; for a two-sided test, an absolute value.
 * @see Ernst: Permutation methods: a basis for exact inference, Statistical Science 19, 2004
 * @see Phipson, Smyth: Permutation p-values should never be zero, SAGMB 9, 2010 (the observed arrangement counts as one)
 */
export function permutationTest<Item>(
  first: readonly Item[],
  second: readonly Item[],
  statistic: (first: readonly Item[], second: readonly Item[]) => number,
  { random, permutations = PERMUTATIONS }: { readonly random: Random; readonly permutations?: number },
): number {
  const all = [...first, ...second];
  const observed = statistic(first, second);
  // Sums that are equal on paper differ in their last bits when they are added up in another order.
  const bound = observed - 1e-9 * Math.abs(observed);
  let asLarge = 0;
  if (arrangements(all.length, first.length) <= permutations) {
    let count = 0;
    eachSelection(all, first.length, (chosen, rest) => {
      count += 1;
      if (statistic(chosen, rest) >= bound) asLarge += 1;
    });
    return asLarge / count;
  }
  for (let draw = 0; draw < permutations; draw++) {
    const dealt = shuffled(all, random);
    if (statistic(dealt.slice(0, first.length), dealt.slice(first.length)) >= bound) asLarge += 1;
  }
  return (asLarge + 1) / (permutations + 1);
}

/** What a two-sided {@link permutationTest} finds of groups of these sizes that lie wholly apart: it can hardly find less. */
export function smallestPValue(first: number, second: number): number {
  const ways = arrangements(first + second, first);
  return ways <= PERMUTATIONS ? 2 / ways : 1 / (PERMUTATIONS + 1);
}

/** Ways to choose `chosen` of `count`. */
function arrangements(count: number, chosen: number): number {
  let ways = 1;
  for (let index = 1; index <= chosen; index++) ways = (ways * (count - chosen + index)) / index;
  return Math.round(ways);
}

function eachSelection<Item>(
  items: readonly Item[],
  count: number,
  visit: (chosen: readonly Item[], rest: readonly Item[]) => void,
): void {
  const chosen: Item[] = [];
  const rest: Item[] = [];
  const decide = (at: number) => {
    if (at === items.length) return visit(chosen, rest);
    const item = items[at] as Item;
    if (chosen.length < count) {
      chosen.push(item);
      decide(at + 1);
      chosen.pop();
    }
    if (rest.length < items.length - count) {
      rest.push(item);
      decide(at + 1);
      rest.pop();
    }
  };
  decide(0);
}
