import { type Control, explainScore, type Precedence } from "@wa-routing/protocol";
import type { RequestTrace } from "../request-trace.ts";
import { binomialInterval, type Interval } from "../statistics/binomial-interval.ts";
import type { ModelOrders } from "./model-orders.ts";
import { contestedDispatches, type QueueEpisode } from "./queue-episode.ts";
import { decide, orderBy, type Witness } from "./witness.ts";

/** A pair of requests of which one is claimed to go first. */
export type ClaimedPair = readonly [first: RequestTrace, second: RequestTrace];

/** How the pairs of a claim went in one arm, as one witness saw them. */
export interface ClaimCounts {
  readonly pairs: number;
  /** Seen closer together than the witness can tell apart. */
  readonly undecidedByWitness: number;
  /** The policy's own order depends on less than the timing is known to. */
  readonly undecidedByModel: number;
  /** Went against the claim, as the workload-aware policy with its lazy queue also does. */
  readonly excused: number;
  readonly follows: number;
  readonly violates: number;
  /** Of those that follow: pairs for which fcfs is sure of the opposite. */
  readonly followsAgainstFcfs: number;
  readonly opposedToFcfs: number;
  /** Share that follows among those that count, with its exact interval. */
  readonly share: number | null;
  readonly interval: Interval;
  /** Share that goes the claimed way among all that the witness decides, whatever the policy says. */
  readonly plainShare: number | null;
  readonly plainInterval: Interval;
  readonly contested: number;
  readonly episodes: number;
  /** The first violations, as sentences. */
  readonly examples: readonly string[];
}

const MAX_EXAMPLES = 5;

/** The pairs of some precedences in one episode, by the names of the workloads that play in it. */
export function claimedPairs(
  precedences: readonly Precedence[],
  { members, arm }: QueueEpisode,
  witness: Witness,
  control: Control | undefined,
): ClaimedPair[] {
  const played = (workload: string) =>
    arm === "control" && control?.control === "substitute" ? (control.workloads[workload] ?? workload) : workload;
  const order = orderBy(witness, members);
  return precedences.flatMap(({ first, second, firstDispatches }) => {
    const firsts = order.filter(({ record }) => record.workload === played(first)).slice(0, firstDispatches);
    const seconds = order.filter(({ record }) => record.workload === played(second));
    return firsts.flatMap((a) => seconds.map((b): ClaimedPair => [a, b]));
  });
}

/** Counts how the claimed pairs of some episodes went. */
export function countClaim(
  episodes: readonly QueueEpisode[],
  pairsOf: (episode: QueueEpisode) => readonly ClaimedPair[],
  witness: Witness,
  models: ModelOrders,
): ClaimCounts {
  const counts = { pairs: 0, undecidedByWitness: 0, undecidedByModel: 0, excused: 0, follows: 0, violates: 0 };
  let followsAgainstFcfs = 0;
  let opposedToFcfs = 0;
  let claimed = 0;
  let decided = 0;
  const examples: string[] = [];
  for (const episode of episodes) {
    for (const [first, second] of pairsOf(episode)) {
      counts.pairs += 1;
      const seen = decide(witness, first, second);
      if (seen === 0) {
        counts.undecidedByWitness += 1;
        continue;
      }
      decided += 1;
      if (seen < 0) claimed += 1;
      const predicted = models["workload-aware"](first, second);
      if (predicted === 0) {
        counts.undecidedByModel += 1;
      } else if (predicted > 0) {
        if (seen > 0) counts.excused += 1;
        else counts.undecidedByModel += 1;
      } else {
        const opposed = models.fcfs(first, second) > 0;
        if (opposed) opposedToFcfs += 1;
        if (seen < 0) {
          counts.follows += 1;
          if (opposed) followsAgainstFcfs += 1;
        } else {
          counts.violates += 1;
          if (examples.length < MAX_EXAMPLES) examples.push(overtaking(second, first));
        }
      }
    }
  }
  const counted = counts.follows + counts.violates;
  return {
    ...counts,
    followsAgainstFcfs,
    opposedToFcfs,
    share: counted === 0 ? null : counts.follows / counted,
    interval: binomialInterval(counts.follows, counted),
    plainShare: decided === 0 ? null : claimed / decided,
    plainInterval: binomialInterval(claimed, decided),
    contested: episodes.reduce((sum, { members }) => sum + contestedDispatches(orderBy(witness, members)), 0),
    episodes: episodes.length,
    examples,
  };
}

/** Who went before whom although the other should have, and by how much score where that was logged. */
function overtaking(overtaker: RequestTrace, overtaken: RequestTrace): string {
  const name = ({ record }: RequestTrace) => `${record.id} (${record.workload}, criticality ${record.criticality})`;
  const scores = [overtaker, overtaken].map(({ scoreAtDispatch }) =>
    scoreAtDispatch === null ? null : explainScore({ ...scoreAtDispatch }),
  );
  const [own, other] = scores;
  const detail = own != null && other != null ? `: ${own} against ${other}` : "";
  return `${name(overtaker)} was dispatched before ${name(overtaken)}${detail}`;
}
