import type { Random } from "@wa-routing/protocol";
import { POLICIES, type Policy } from "../policy/replay.ts";
import type { RequestTrace } from "../request-trace.ts";
import { binomialInterval } from "../statistics/binomial-interval.ts";
import type { ModelOrders } from "./model-orders.ts";
import { type QueueEpisode, workloadKeyOf } from "./queue-episode.ts";
import { type CountDistribution, chanceOfAtLeast, countsInRandomOrders } from "./random-orders.ts";
import { decide, orderBy, type Witness } from "./witness.ts";

/** How well a policy explains the observed order. */
export interface PolicyFit {
  readonly policy: Policy;
  /** Pairs of different workloads that the policy puts in one order whatever the timing, and that the witness decides. */
  readonly decisivePairs: number;
  readonly agreeing: number;
  readonly inversions: number;
  /** Kendall's tau-b between prediction and observation over decisive pairs, where neither has ties: (agreeing - inversions) / all. */
  readonly tau: number | null;
  /** Chance that a random order agrees as well; null without decisive pairs. */
  readonly pValue: number | null;
  readonly verdict: "explains" | "refuted" | "undecided";
}

/** What was seen of one episode, ready to be compared with any policy. */
export interface ObservedEpisode {
  readonly trial: number;
  readonly arm: QueueEpisode["arm"];
  /** In the order in which the witness saw them. */
  readonly order: readonly RequestTrace[];
  /** Pairs of different workloads that waited at the same time. */
  readonly pairs: number;
  /** Those that the witness decides: places in `order`, the earlier one first. */
  readonly decided: readonly (readonly [earlier: number, later: number])[];
}

// A true policy may be disturbed in one pair of twenty; a wrong one agrees with nine of ten only by chance.
export const EXPLAINS_FROM = 0.95;
export const REFUTED_BELOW = 0.9;
export const LEAST_PAIRS = 10;

/** Takes down what a witness saw of an episode. */
export function observe({ trial, arm, members }: QueueEpisode, witness: Witness): ObservedEpisode {
  const order = orderBy(witness, members);
  const decided: [number, number][] = [];
  let pairs = 0;
  for (const [place, a] of order.entries()) {
    for (let later = place + 1; later < order.length; later++) {
      const b = order[later] as RequestTrace;
      if (workloadKeyOf(a) === workloadKeyOf(b) || !waitedTogether(a, b)) continue;
      pairs += 1;
      if (decide(witness, a, b) !== 0) decided.push([place, later]);
    }
  }
  return { trial, arm, order, pairs, decided };
}

/** A router chooses between two requests only while both are there. */
function waitedTogether(a: RequestTrace, b: RequestTrace): boolean {
  return a.record.sendMs < b.record.endMs && b.record.sendMs < a.record.endMs;
}

interface EpisodeFit {
  readonly decisive: number;
  readonly agreeing: number;
  readonly chance: CountDistribution;
}

/** The fits of every policy to one episode. */
export type EpisodeFits = Readonly<Record<Policy, EpisodeFit>>;

/** Compares one observed episode with every policy, and random orders of it with the same predictions. */
export function episodeFits({ order, decided }: ObservedEpisode, models: ModelOrders, random: Random): EpisodeFits {
  const predictions = POLICIES.map((policy) =>
    decided.flatMap(([earlier, later]): [number, number][] => {
      const predicted = models[policy](order[earlier] as RequestTrace, order[later] as RequestTrace);
      if (predicted === 0) return [];
      return [predicted < 0 ? [earlier, later] : [later, earlier]];
    }),
  );
  const observed = order.map((_, place) => place);
  const counts = predictions.map((pairs) => (places: readonly number[]) => {
    let count = 0;
    for (const [first, second] of pairs) if ((places[first] as number) < (places[second] as number)) count += 1;
    return count;
  });
  const chances = countsInRandomOrders(order.length, counts, observed, random);
  const fits = POLICIES.map((policy, index): [Policy, EpisodeFit] => [
    policy,
    {
      decisive: predictions[index]?.length ?? 0,
      agreeing: counts[index]?.(observed) ?? 0,
      chance: chances[index] as CountDistribution,
    },
  ]);
  return Object.fromEntries(fits) as unknown as EpisodeFits;
}

/** The fit of one policy over some episodes. */
export function policyFit(policy: Policy, episodes: readonly EpisodeFits[]): PolicyFit {
  const fits = episodes.map((episode) => episode[policy]);
  const decisivePairs = fits.reduce((sum, { decisive }) => sum + decisive, 0);
  const agreeing = fits.reduce((sum, fit) => sum + fit.agreeing, 0);
  const share = decisivePairs === 0 ? 0 : agreeing / decisivePairs;
  return {
    policy,
    decisivePairs,
    agreeing,
    inversions: decisivePairs - agreeing,
    tau: decisivePairs === 0 ? null : 2 * share - 1,
    pValue:
      decisivePairs === 0
        ? null
        : chanceOfAtLeast(
            fits.map(({ chance }) => chance),
            agreeing,
          ),
    verdict: verdictOf(share, agreeing, decisivePairs),
  };
}

function verdictOf(share: number, agreeing: number, decisivePairs: number): PolicyFit["verdict"] {
  if (decisivePairs < LEAST_PAIRS) return "undecided";
  if (share >= EXPLAINS_FROM) return "explains";
  return binomialInterval(agreeing, decisivePairs).high < REFUTED_BELOW ? "refuted" : "undecided";
}
