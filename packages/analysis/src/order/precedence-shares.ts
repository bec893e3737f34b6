import type { RequestTrace } from "../evidence/request-trace.ts";
import type { QueueEpisode } from "./queue-episode.ts";
import { decide, type Witness } from "./witness.ts";

/** Of two workloads, how often requests of the first left before those of the second. */
export interface PrecedenceShares {
  readonly first: string;
  readonly second: string;
  /** Hold by hold: a share of the pairs that the witness decides, from 0 to 1; null where it decides none. */
  readonly shares: readonly (number | null)[];
}

/**
 * What a relation between trials is read from: it needs no model of the policy.
 *
 * @param workloads Names in the order in which pairs are named: each pair once.
 */
export function precedenceShares(
  workloads: readonly string[],
  episodes: readonly QueueEpisode[],
  witness: Witness,
): PrecedenceShares[] {
  const held = episodes.map(({ members }) => {
    const byWorkload = new Map<string, RequestTrace[]>(workloads.map((name) => [name, []]));
    for (const trace of members) byWorkload.get(trace.record.workload)?.push(trace);
    return byWorkload;
  });
  return workloads.flatMap((first, index) =>
    workloads.slice(index + 1).map((second) => ({
      first,
      second,
      shares: held.map((byWorkload) => share(byWorkload.get(first) ?? [], byWorkload.get(second) ?? [], witness)),
    })),
  );
}

function share(first: readonly RequestTrace[], second: readonly RequestTrace[], witness: Witness): number | null {
  const decided = first.flatMap((a) => second.map((b) => decide(witness, a, b))).filter((which) => which !== 0);
  return decided.length === 0 ? null : decided.filter((which) => which < 0).length / decided.length;
}
