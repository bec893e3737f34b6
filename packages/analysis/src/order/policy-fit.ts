import type { Random } from "@wa-routing/protocol";
import type { RequestTrace } from "../evidence/request-trace.ts";
import { isContextKnown } from "../evidence/router-context.ts";
import { binomialInterval } from "../statistics/binomial-interval.ts";
import type { PolicyOrder } from "./model-orders.ts";
import { lineKeyOf, type QueueEpisode, workloadKeyOf } from "./queue-episode.ts";
import { type CountDistribution, countPairs, countsInRandomOrders } from "./random-orders.ts";
import { EXPLAINS_FROM, LEAST_DECISIVE_PAIRS, RIGHT_SHARE } from "./thresholds.ts";
import { decide, orderBy, type Witness } from "./witness.ts";

/** How well a policy explains the observed order. */
export interface PolicyFit {
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
  readonly verdict: "explains" | "refuted" | "undecided";
}

/** What was seen of one episode, ready to be compared with any policy. */
export interface ObservedEpisode {
  readonly trial: number;
  readonly arm: QueueEpisode["arm"];
  /** In the order in which the witness saw them. */
  readonly order: readonly RequestTrace[];
  /** The line of each, from 0. */
  readonly lineOf: Uint16Array;
  /** Pairs of different workloads that waited at the same time. */
  readonly pairs: number;
  /** Those that the witness decides: places in `order`, the earlier and the later one in turn. */
  readonly decided: Uint16Array;
}

/** Takes down what a witness saw of an episode. */
export function observe({ trial, arm, members }: QueueEpisode, witness: Witness): ObservedEpisode {
  const order = orderBy(witness, members);
  const keys = order.map(workloadKeyOf);
  const isKnown = order.map(isContextKnown);
  const decided: number[] = [];
  let pairs = 0;
  for (const [place, a] of order.entries()) {
    if (!isKnown[place]) continue;
    for (let later = place + 1; later < order.length; later++) {
      const b = order[later] as RequestTrace;
      if (keys[place] === keys[later] || !isKnown[later] || !waitedTogether(a, b)) continue;
      pairs += 1;
      if (decide(witness, a, b) !== 0) decided.push(place, later);
    }
  }
  return { trial, arm, order, lineOf: linesOf(order), pairs, decided: Uint16Array.from(decided) };
}

/** The pairs that the witness decides. */
export function* decidedPairs({
  order,
  decided,
}: ObservedEpisode): Generator<[earlier: RequestTrace, later: RequestTrace]> {
  for (let at = 0; at < decided.length; at += 2) {
    yield [order[decided[at] as number] as RequestTrace, order[decided[at + 1] as number] as RequestTrace];
  }
}

/** Numbers the lines in which some requests stand. */
export function linesOf(order: readonly RequestTrace[]): Uint16Array {
  const numbers = new Map<string, number>();
  return Uint16Array.from(order, (trace) => {
    const key = lineKeyOf(trace);
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    return number;
  });
}

/** A router chooses between two requests only while both are there. */
function waitedTogether(a: RequestTrace, b: RequestTrace): boolean {
  return a.record.sendMs < b.record.endMs && b.record.sendMs < a.record.endMs;
}

/** How a policy fits one episode. */
export interface EpisodeFit {
  readonly decisive: number;
  readonly agreeing: number;
  readonly rightDispatches: number;
  readonly wrongDispatches: number;
  /**
   * What it is sure of, of the decided pairs: places in the observed order, the one that is to go first and the other in turn. Made
   * anew when it is asked for: long queues have many, and of most policies nobody asks.
   */
  readonly pairs: () => Uint16Array;
  readonly alikeInLine: boolean;
}

/** Compares one observed episode with a policy. */
export function episodeFit({ predict, alikeInLine }: PolicyOrder, { order, decided }: ObservedEpisode): EpisodeFit {
  /** Gives each pair that it is sure of, in the order in which it wants them. */
  const forEachSure = (take: (first: number, second: number) => void) => {
    for (let at = 0; at < decided.length; at += 2) {
      const [earlier, later] = [decided[at] as number, decided[at + 1] as number];
      const predicted = predict(order[earlier] as RequestTrace, order[later] as RequestTrace);
      if (predicted < 0) take(earlier, later);
      else if (predicted > 0) take(later, earlier);
    }
  };
  // Of each place: 1, it went first where it was to; 2, it went first where it was not.
  const seen = new Uint8Array(order.length);
  let [decisive, agreeing] = [0, 0];
  forEachSure((first, second) => {
    decisive += 1;
    const isRight = first < second;
    if (isRight) agreeing += 1;
    const went = isRight ? first : second;
    seen[went] = (seen[went] as number) | (isRight ? 1 : 2);
  });
  return {
    pairs() {
      const pairs = new Uint16Array(2 * decisive);
      let at = 0;
      forEachSure((first, second) => {
        pairs[at++] = first;
        pairs[at++] = second;
      });
      return pairs;
    },
    alikeInLine,
    decisive,
    agreeing,
    rightDispatches: seen.reduce((sum, bits) => sum + (bits === 1 ? 1 : 0), 0),
    wrongDispatches: seen.reduce((sum, bits) => sum + (bits >= 2 ? 1 : 0), 0),
  };
}

/**
 * How likely random orders of an episode agree with some policies as well: of each policy that agrees with more than half of the
 * pairs; those that predict the same share the draws.
 */
export function episodeChances(
  { order, lineOf }: ObservedEpisode,
  fits: readonly EpisodeFit[],
  random: Random,
  randomOrders: number,
): (CountDistribution | null)[] {
  const different: Predicted[] = [];
  const numberOf = fits.map(({ agreeing, decisive, pairs, alikeInLine }) => {
    if (2 * agreeing <= decisive) return null;
    const predicted = { pairs: pairs(), alikeInLine };
    const known = different.findIndex((other) => predictSame(other, predicted));
    return known >= 0 ? known : different.push(predicted) - 1;
  });
  const counts = different.map(({ pairs, alikeInLine }) => countPairs(pairs, alikeInLine));
  const distributions = countsInRandomOrders(order.length, counts, random, randomOrders, lineOf);
  return numberOf.map((number) => (number === null ? null : (distributions[number] as CountDistribution)));
}

interface Predicted {
  readonly pairs: Uint16Array;
  readonly alikeInLine: boolean;
}

function predictSame(a: Predicted, b: Predicted): boolean {
  if (a.alikeInLine !== b.alikeInLine || a.pairs.length !== b.pairs.length) return false;
  return a.pairs.every((place, at) => place === b.pairs[at]);
}

/** The fit of one policy over some episodes. */
export function policyFit(fits: readonly EpisodeFit[]): PolicyFit {
  const sum = (of: (fit: EpisodeFit) => number) => fits.reduce((total, fit) => total + of(fit), 0);
  const decisivePairs = sum(({ decisive }) => decisive);
  const agreeing = sum((fit) => fit.agreeing);
  const rightDispatches = sum((fit) => fit.rightDispatches);
  const wrongDispatches = sum((fit) => fit.wrongDispatches);
  return {
    decisivePairs,
    agreeing,
    inversions: decisivePairs - agreeing,
    rightDispatches,
    wrongDispatches,
    tau: decisivePairs === 0 ? null : (2 * agreeing) / decisivePairs - 1,
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
