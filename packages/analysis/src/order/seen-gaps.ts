import type { RequestTrace } from "../evidence/request-trace.ts";
import type { QueueEpisode } from "./queue-episode.ts";

/** How far apart a witness saw pairs of requests; ascending. */
export interface SeenGaps {
  readonly gaps: Float64Array;
  /** Of the pairs that it saw the wrong way round. */
  readonly swappedGaps: Float64Array;
}

/**
 * How far apart a witness saw each pair of a hold whose order is known.
 *
 * @param sawAt When it saw a request, in ms or as a position; null: not at all.
 * @param known The order as another has it; null: it does not know.
 */
export function seenGaps(
  sawAt: (trace: RequestTrace) => number | null,
  episodes: readonly QueueEpisode[],
  known: (trace: RequestTrace) => number | null,
): SeenGaps {
  const holds = episodes.map(({ members }) =>
    members.flatMap((trace) => {
      const [knownAt, seenAt] = [known(trace), sawAt(trace)];
      return knownAt === null || seenAt === null ? [] : [{ knownAt, seenAt }];
    }),
  );
  const gaps = new Float64Array(holds.reduce((sum, { length }) => sum + (length * (length - 1)) / 2, 0));
  const swappedGaps: number[] = [];
  let at = 0;
  for (const hold of holds) {
    for (const [index, a] of hold.entries()) {
      for (let later = index + 1; later < hold.length; later++) {
        const b = hold[later] as (typeof hold)[number];
        const gap = Math.abs(a.seenAt - b.seenAt);
        gaps[at++] = gap;
        if (a.knownAt < b.knownAt !== a.seenAt < b.seenAt) swappedGaps.push(gap);
      }
    }
  }
  return { gaps: gaps.sort(), swappedGaps: Float64Array.from(swappedGaps).sort() };
}

/** How many are smaller. */
export const countBelow = (limit: number, ascending: Float64Array) => countWhile(ascending, (gap) => gap < limit);
/** How many are no larger. */
export const countUpTo = (limit: number, ascending: Float64Array) => countWhile(ascending, (gap) => gap <= limit);

/** How many there are at the beginning for which it holds; it holds for none after them. */
function countWhile(ascending: Float64Array, holds: (gap: number) => boolean): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(ascending[middle] as number)) low = middle + 1;
    else high = middle;
  }
  return low;
}
