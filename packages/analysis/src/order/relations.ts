import type { PrecedenceShares } from "./precedence-shares.ts";

/**
 * Relations that the orders of two runs of one router must keep, whatever its policy (metamorphic relations): the same requests
 * under other ids leave in the same order; two workloads that exchange their headers exchange their places; requests of a lower
 * rank that are added leave the order among the higher as it is. They ask for no model, only for repeatable requests.
 *
 * @see Chen, Cheung, Yiu: Metamorphic testing: a new approach for generating next test cases, HKUST-CS98-01, 1998
 */
export type Relation = "other-ids" | "headers-exchanged" | "lower-rank-added";

/** How far two orders differ: the largest difference of two shares, from 0 to 1; null where a pair was never decided. */
export type OrderDifference = number | null;

/** How far the holds of one run differ from each other; they differ in the ids only. */
export function differenceAmongHolds(shares: readonly PrecedenceShares[]): OrderDifference {
  return largest(
    shares.map(({ shares: holds }) => {
      const decided = holds.filter((share) => share !== null);
      return decided.length < holds.length || holds.length < 2 ? null : Math.max(...decided) - Math.min(...decided);
    }),
  );
}

/**
 * How far the order of one run differs from that of another, over the pairs of workloads that the first has.
 *
 * @param nameInOther Whose place a workload has in the other run; default: its own.
 */
export function differenceBetween(
  shares: readonly PrecedenceShares[],
  others: readonly PrecedenceShares[],
  nameInOther: (workload: string) => string = (workload) => workload,
): OrderDifference {
  return largest(
    shares.map(({ first, second, shares: holds }) => {
      const own = mean(holds);
      const other = meanOf(others, nameInOther(first), nameInOther(second));
      return own === null || other === null ? null : Math.abs(own - other);
    }),
  );
}

function meanOf(shares: readonly PrecedenceShares[], first: string, second: string): number | null {
  for (const pair of shares) {
    if (pair.first === first && pair.second === second) return mean(pair.shares);
    if (pair.first !== second || pair.second !== first) continue;
    const reverse = mean(pair.shares);
    return reverse === null ? null : 1 - reverse;
  }
  return null;
}

function mean(shares: readonly (number | null)[]): number | null {
  const decided = shares.filter((share) => share !== null);
  return decided.length === 0 ? null : decided.reduce((sum, share) => sum + share, 0) / decided.length;
}

function largest(differences: readonly (number | null)[]): number | null {
  const known = differences.filter((difference) => difference !== null);
  return known.length === 0 || known.length < differences.length ? null : Math.max(...known);
}
