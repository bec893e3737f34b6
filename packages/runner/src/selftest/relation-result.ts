import {
  type Analysis,
  differenceAmongHolds,
  differenceBetween,
  type OrderDifference,
  type PrecedenceShares,
  type Relation,
} from "@wa-routing/analysis";
import { headersExchanged, lowerRankAdded, otherIds } from "./relation-scenarios.ts";
import type { Subject } from "./subject.ts";

export const RELATIONS: readonly Relation[] = ["other-ids", "headers-exchanged", "lower-rank-added"];

/** Shares that differ by no more are the same: one dispatch in ten may be disturbed. */
const SAME_UP_TO = 0.1;

/** Whether a router keeps a relation; undecided, where a pair of workloads was never seen apart. */
export type RelationState = "holds" | "broken" | "undecided";

/** How far the orders of a subject differ where a relation says that they must not. */
export interface RelationResult {
  readonly subject: Subject;
  readonly differences: Readonly<Record<Relation, OrderDifference>>;
}

/** The relations between the runs of one subject. */
export function relationResult(subject: Subject, analyses: readonly Analysis[]): RelationResult {
  const sharesIn = (name: string): readonly PrecedenceShares[] =>
    analyses.find(({ scenario }) => scenario === name)?.precedenceShares ?? [];
  const first = sharesIn(otherIds.name);
  const exchanged = (name: string) => ({ two: "three", three: "two" })[name] ?? name;
  return {
    subject,
    differences: {
      "other-ids": differenceAmongHolds(first),
      "headers-exchanged": differenceBetween(first, sharesIn(headersExchanged.name), exchanged),
      "lower-rank-added": differenceBetween(first, sharesIn(lowerRankAdded.name)),
    },
  };
}

export function relationState(difference: OrderDifference): RelationState {
  if (difference === null) return "undecided";
  return difference <= SAME_UP_TO ? "holds" : "broken";
}
