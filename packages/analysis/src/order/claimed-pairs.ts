import { type Control, type Precedence, substituteOf } from "@wa-routing/protocol";
import type { RequestTrace } from "../evidence/request-trace.ts";
import { isContextKnown, routerContext } from "../evidence/router-context.ts";
import type { QueueEpisode } from "./queue-episode.ts";

/** A pair of requests of which one is claimed to go first. */
export type ClaimedPair = readonly [first: RequestTrace, second: RequestTrace];

/** The pairs that a claim is about. */
export interface PairSource {
  readonly pairsOf: (episode: QueueEpisode, order: readonly RequestTrace[]) => readonly ClaimedPair[];
  /** Whether another order of dispatch would make it other pairs: a claim about a workload's first dispatches. */
  readonly dependsOnOrder: boolean;
}

/** The pairs of some precedences, by the names of the workloads that play in the episode's arm. */
export function claimedPairs(precedences: readonly Precedence[], control: Control | undefined): PairSource {
  const pairsOf: PairSource["pairsOf"] = ({ arm }, order) => {
    const played = (workload: string) => (arm === "control" ? substituteOf(workload, control) : workload);
    return precedences.flatMap(({ first, second, firstDispatches }) => {
      const firsts = order.filter(({ record }) => record.workload === played(first)).slice(0, firstDispatches);
      const seconds = order.filter(({ record }) => record.workload === played(second));
      return firsts.flatMap((a) => seconds.map((b): ClaimedPair => [a, b]));
    });
  };
  return { pairsOf, dependsOnOrder: precedences.some(({ firstDispatches }) => firstDispatches !== undefined) };
}

/** Rows, as the router read them, against references that are far enough away: the one of higher criticality goes first. */
export function referencePairs(references: readonly string[], minimumLevels: number): PairSource {
  const isReference = (workload: string) => references.includes(workload);
  const pairsOf: PairSource["pairsOf"] = ({ members }) => {
    const rows = members.filter((trace) => !isReference(trace.record.workload) && isContextKnown(trace));
    return members
      .filter(({ record }) => isReference(record.workload))
      .flatMap((reference) =>
        rows.flatMap((row): ClaimedPair[] => {
          const levels = routerContext(row).criticality - routerContext(reference).criticality;
          if (Math.abs(levels) < minimumLevels) return [];
          return [levels > 0 ? [row, reference] : [reference, row]];
        }),
      );
  };
  return { pairsOf, dependsOnOrder: false };
}
