import { explainScore, type Random, type RouterParameters, type ScoreTerm } from "@wa-routing/protocol";
import { scoreInputs } from "../conformance/score-inputs.ts";
import type { RequestTrace } from "../evidence/request-trace.ts";
import { CLAIMED_RULE, withoutTerm } from "../policy/ordering-rule.ts";
import type { Policy } from "../policy/policy.ts";
import { binomialInterval, type Interval } from "../statistics/binomial-interval.ts";
import { chanceOfAtLeast } from "./chance-of-count.ts";
import { netInRandomOrders } from "./claim-chance.ts";
import type { PairSource } from "./claimed-pairs.ts";
import { type ModelOrders, predictionOf } from "./model-orders.ts";
import { contestedDispatches, type QueueEpisode } from "./queue-episode.ts";
import { randomOrdersOf } from "./random-orders.ts";
import { decide, orderBy, type Witness } from "./witness.ts";

/** How the pairs of a claim went in one arm, as one witness saw them. */
export interface ClaimCounts {
  readonly pairs: number;
  /** Seen closer together than the witness can tell apart. */
  readonly undecidedByWitness: number;
  /** The policy's own order depends on less than the timing is known to. */
  readonly undecidedByModel: number;
  /** Went against the claim, as the workload-aware rule under its discipline also does. */
  readonly excused: number;
  readonly follows: number;
  readonly violates: number;
  /** Dispatches that took a request before which, by the claim, none of the others had to go. */
  readonly rightDispatches: number;
  /** Dispatches that took a request although one that should have gone first was waiting. */
  readonly wrongDispatches: number;
  /** Of those that follow: pairs for which fcfs is sure of the opposite. */
  readonly followsAgainstFcfs: number;
  readonly opposedToFcfs: number;
  /** The same for the rule without the term that is claimed, under the discipline that is refuted least. */
  readonly withoutTerm: AblatedPairs;
  /** Share that follows among those that count, with its exact interval. */
  readonly share: number | null;
  readonly interval: Interval;
  /** Share that goes the claimed way among all that the witness decides, whatever the policy says. */
  readonly plainShare: number | null;
  readonly plainInterval: Interval;
  /** Chance that random orders follow the claim as well, over the pairs that count; null where most violate it, and in the control. */
  readonly pValue: number | null;
  readonly contested: number;
  readonly episodes: number;
  /** The pairs that count, hold by hold: what they may depend on together. */
  readonly holds: readonly HoldCounts[];
  /** The first violations, as sentences. */
  readonly examples: readonly string[];
}

/** How the pairs of one hold went. */
export interface HoldCounts {
  readonly trial: number;
  readonly follows: number;
  readonly violates: number;
}

/** Pairs for which the rule without a term is sure of the opposite, and how many of them went as claimed. */
export interface AblatedPairs {
  readonly term: ScoreTerm;
  readonly discipline: Policy["discipline"];
  readonly opposed: number;
  readonly follows: number;
}

/** The claimed rule under one discipline, and the term of its score that a claim is about. */
export interface ClaimedPolicy {
  readonly discipline: Policy["discipline"];
  readonly term: ScoreTerm;
  /** What its scores are computed with. */
  readonly parameters: RouterParameters;
}

const MAX_EXAMPLES = 5;

/** Counts how the claimed pairs of some episodes went; with dice, also how random orders would have gone. */
export function countClaim(
  episodes: readonly QueueEpisode[],
  source: PairSource,
  { discipline, term, parameters }: ClaimedPolicy,
  witness: Witness,
  models: ModelOrders,
  random: Random | null,
): ClaimCounts {
  const counts = { pairs: 0, undecidedByWitness: 0, undecidedByModel: 0, excused: 0, follows: 0, violates: 0 };
  let followsAgainstFcfs = 0;
  let opposedToFcfs = 0;
  const predict = predictionOf(models, CLAIMED_RULE, discipline);
  const predictFcfs = predictionOf(models, "fcfs", null);
  const ablated = models[withoutTerm(term)].policies.map((policy) => ({ ...policy, opposed: 0, follows: 0 }));
  let claimed = 0;
  let decided = 0;
  const examples: string[] = [];
  const followers = new Set<RequestTrace>();
  const violators = new Set<RequestTrace>();
  const holds: HoldCounts[] = [];
  const orders = episodes.map(({ members }) => orderBy(witness, members));
  for (const [index, episode] of episodes.entries()) {
    const before = { ...counts };
    for (const [first, second] of source.pairsOf(episode, orders[index] as RequestTrace[])) {
      counts.pairs += 1;
      const seen = decide(witness, first, second);
      if (seen === 0) {
        counts.undecidedByWitness += 1;
        continue;
      }
      decided += 1;
      if (seen < 0) claimed += 1;
      const predicted = predict(first, second);
      if (predicted === 0) {
        counts.undecidedByModel += 1;
      } else if (predicted > 0) {
        if (seen > 0) counts.excused += 1;
        else counts.undecidedByModel += 1;
      } else {
        const opposed = predictFcfs(first, second) > 0;
        if (opposed) opposedToFcfs += 1;
        for (const without of ablated) {
          if (without.predict(first, second) <= 0) continue;
          without.opposed += 1;
          if (seen < 0) without.follows += 1;
        }
        if (seen < 0) {
          counts.follows += 1;
          followers.add(first);
          if (opposed) followsAgainstFcfs += 1;
        } else {
          counts.violates += 1;
          violators.add(second);
          if (examples.length < MAX_EXAMPLES) examples.push(overtaking(second, first, parameters));
        }
      }
    }
    const { follows, violates } = counts;
    holds.push({ trial: episode.trial, follows: follows - before.follows, violates: violates - before.violates });
  }
  const counted = counts.follows + counts.violates;
  const chanceOfNet = (dice: Random) => {
    const randomOrders = randomOrdersOf(episodes.length, counts.pairs);
    const chances = episodes.map((episode, index) =>
      netInRandomOrders(episode, orders[index] as RequestTrace[], source, witness, predict, dice, randomOrders),
    );
    // The discipline was chosen among several (Bonferroni).
    const tried = models[CLAIMED_RULE].policies.length;
    return Math.min(1, tried * chanceOfAtLeast(chances, counts.follows - counts.violates));
  };
  return {
    ...counts,
    rightDispatches: [...followers].filter((trace) => !violators.has(trace)).length,
    wrongDispatches: violators.size,
    followsAgainstFcfs,
    opposedToFcfs,
    withoutTerm: leastRefuted(term, ablated),
    share: counted === 0 ? null : counts.follows / counted,
    interval: binomialInterval(counts.follows, counted),
    plainShare: decided === 0 ? null : claimed / decided,
    plainInterval: binomialInterval(claimed, decided),
    pValue: random === null || counts.follows <= counts.violates ? null : chanceOfNet(random),
    contested: orders.reduce((sum, order) => sum + contestedDispatches(order), 0),
    episodes: episodes.length,
    holds,
    examples,
  };
}

/** An ablation is refuted where it is under every discipline. */
function leastRefuted(term: ScoreTerm, ablated: readonly Omit<AblatedPairs, "term">[]): AblatedPairs {
  const refutedBy = ({ opposed, follows }: Omit<AblatedPairs, "term">) => binomialInterval(follows, opposed).low;
  const [{ discipline, opposed, follows }] = ablated.toSorted((a, b) => refutedBy(a) - refutedBy(b)) as [AblatedPairs];
  return { term, discipline, opposed, follows };
}

/** Who went before whom although the other should have, and by how much score where that was logged. */
function overtaking(overtaker: RequestTrace, overtaken: RequestTrace, parameters: RouterParameters): string {
  const name = ({ record }: RequestTrace) => `${record.id} (${record.workload}, criticality ${record.criticality})`;
  const scores = [overtaker, overtaken].map(({ scoreAtDispatch }) => {
    const inputs = scoreAtDispatch === null ? null : scoreInputs(scoreAtDispatch);
    return inputs === null ? null : explainScore(inputs, parameters);
  });
  const [own, other] = scores;
  const detail = own != null && other != null ? `: ${own} against ${other}` : "";
  return `${name(overtaker)} was dispatched before ${name(overtaken)}${detail}`;
}
