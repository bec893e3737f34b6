import type { Random } from "@wa-routing/protocol";
import type { RequestTrace } from "../evidence/request-trace.ts";
import { isContextKnown } from "../evidence/router-context.ts";
import type { ModelName } from "../policy/policy-model.ts";
import type { Policy } from "../policy/replay.ts";
import { binomialInterval } from "../statistics/binomial-interval.ts";
import type { ModelOrders } from "./model-orders.ts";
import { type QueueEpisode, workloadKeyOf } from "./queue-episode.ts";
import { type CountDistribution, chanceOfAtLeast, countPairs, countsInRandomOrders } from "./random-orders.ts";
import { EXPLAINS_FROM, LEAST_DECISIVE_PAIRS, RIGHT_SHARE } from "./thresholds.ts";
import { decide, orderBy, type Witness } from "./witness.ts";

/** How well a policy explains the observed order. */
export interface PolicyFit {
  readonly policy: ModelName;
  /** Pairs of different workloads that the policy puts in one order whatever the timing, and that the witness decides. */
  readonly decisivePairs: number;
  readonly agreeing: number;
  readonly inversions: number;
  /** Dispatches that took a request although the policy would have taken one that was waiting first. */
  readonly wrongDispatches: number;
  /** Dispatches that took one that the policy puts before others, and none of those before it was waiting. */
  readonly rightDispatches: number;
  /** Kendall's tau-b between prediction and observation over decisive pairs, where neither has ties: (agreeing - inversions) / all. */
  readonly tau: number | null;
  /** Chance that a random order agrees as well; null where no more than half of the pairs agree, and in the control arm. */
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

/** Takes down what a witness saw of an episode. */
export function observe({ trial, arm, members }: QueueEpisode, witness: Witness): ObservedEpisode {
  const order = orderBy(witness, members);
  const decided: [number, number][] = [];
  let pairs = 0;
  for (const [place, a] of order.entries()) {
    for (let later = place + 1; later < order.length; later++) {
      const b = order[later] as RequestTrace;
      if (workloadKeyOf(a) === workloadKeyOf(b) || !waitedTogether(a, b)) continue;
      if (!isContextKnown(a) || !isContextKnown(b)) continue;
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
  readonly rightDispatches: number;
  readonly wrongDispatches: number;
  /** Null where it is not asked for: random orders are most of the work. */
  readonly chance: CountDistribution | null;
}

/** The fits of some policies to one episode. */
export type EpisodeFits<Name extends ModelName = Policy> = Readonly<Record<Name, EpisodeFit>>;

/** Compares one observed episode with some policies and, with dice, random orders of it with the policies that agree. */
export function episodeFits<Name extends ModelName>(
  policies: readonly Name[],
  { order, decided }: ObservedEpisode,
  models: ModelOrders,
  random: Random | null,
): EpisodeFits<Name> {
  const compared = policies.map((policy) => {
    const pairs: number[] = [];
    for (const [earlier, later] of decided) {
      const predicted = models[policy](order[earlier] as RequestTrace, order[later] as RequestTrace);
      if (predicted < 0) pairs.push(earlier, later);
      else if (predicted > 0) pairs.push(later, earlier);
    }
    return comparedPairs(Uint16Array.from(pairs));
  });
  const chances = random === null ? compared.map(() => null) : chancesOf(order.length, compared, random);
  const fits = policies.map((policy, index): [Name, EpisodeFit] => [
    policy,
    { ...(compared[index] as ComparedPairs), chance: chances[index] ?? null },
  ]);
  return Object.fromEntries(fits) as unknown as EpisodeFits<Name>;
}

type ComparedPairs = Omit<EpisodeFit, "chance"> & { readonly pairs: Uint16Array };

function comparedPairs(pairs: Uint16Array): ComparedPairs {
  const right = new Set<number>();
  const wrong = new Set<number>();
  let agreeing = 0;
  for (let at = 0; at < pairs.length; at += 2) {
    const [first, second] = [pairs[at] as number, pairs[at + 1] as number];
    if (first < second) {
      agreeing += 1;
      right.add(first);
    } else wrong.add(second);
  }
  for (const place of wrong) right.delete(place);
  return {
    pairs,
    decisive: pairs.length / 2,
    agreeing,
    rightDispatches: right.size,
    wrongDispatches: wrong.size,
  };
}

/** Only of policies that agree with more than half; those that predict the same share the draws. */
function chancesOf(size: number, compared: readonly ComparedPairs[], random: Random): (CountDistribution | null)[] {
  const agreeing = compared.filter(({ agreeing: count, decisive }) => 2 * count > decisive).map(({ pairs }) => pairs);
  const same = (a: Uint16Array, b: Uint16Array) => a.length === b.length && a.every((place, at) => place === b[at]);
  const different = agreeing.filter((pairs, index) => agreeing.findIndex((other) => same(other, pairs)) === index);
  const distributions = countsInRandomOrders(size, different.map(countPairs), random);
  return compared.map(({ pairs }) => distributions[different.findIndex((other) => same(other, pairs))] ?? null);
}

/** The fit of one policy over some episodes. */
export function policyFit<Name extends ModelName>(policy: Name, episodes: readonly EpisodeFits<Name>[]): PolicyFit {
  const fits = episodes.map((episode) => episode[policy]);
  const sum = (of: (fit: EpisodeFit) => number) => fits.reduce((total, fit) => total + of(fit), 0);
  const decisivePairs = sum(({ decisive }) => decisive);
  const agreeing = sum((fit) => fit.agreeing);
  const rightDispatches = sum((fit) => fit.rightDispatches);
  const wrongDispatches = sum((fit) => fit.wrongDispatches);
  const chances = fits.map(({ chance }) => chance).filter((chance) => chance !== null);
  return {
    policy,
    decisivePairs,
    agreeing,
    inversions: decisivePairs - agreeing,
    rightDispatches,
    wrongDispatches,
    tau: decisivePairs === 0 ? null : (2 * agreeing) / decisivePairs - 1,
    pValue: decisivePairs === 0 || chances.length < fits.length ? null : chanceOfAtLeast(chances, agreeing),
    verdict: verdictOf({ decisivePairs, agreeing, rightDispatches, wrongDispatches }),
  };
}

/** A policy that passes over a request at more than one dispatch in ten does not explain them, however few pairs that are. */
function verdictOf({
  decisivePairs,
  agreeing,
  rightDispatches,
  wrongDispatches,
}: Pick<PolicyFit, "decisivePairs" | "agreeing" | "rightDispatches" | "wrongDispatches">): PolicyFit["verdict"] {
  if (decisivePairs < LEAST_DECISIVE_PAIRS) return "undecided";
  const dispatches = binomialInterval(rightDispatches, rightDispatches + wrongDispatches);
  if (agreeing / decisivePairs >= EXPLAINS_FROM && dispatches.high >= RIGHT_SHARE) return "explains";
  return binomialInterval(agreeing, decisivePairs).high < RIGHT_SHARE ? "refuted" : "undecided";
}
