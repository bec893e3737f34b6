import { type Random, seededRandom, shuffled } from "@wa-routing/protocol";
import { POLICIES, type Policy } from "../policy/replay.ts";
import type { RequestTrace } from "../request-trace.ts";
import { binomialInterval } from "../statistics/binomial-interval.ts";
import { kendallTauB } from "../statistics/kendall-tau.ts";
import { normalTail } from "../statistics/normal-distribution.ts";
import type { ModelOrders } from "./model-orders.ts";
import { type QueueEpisode, workloadKeyOf } from "./queue-episode.ts";
import { decide, orderBy, type Witness, type WitnessName } from "./witness.ts";

/** How well a policy explains the observed order. */
export interface PolicyFit {
  readonly policy: Policy;
  /** Pairs of different workloads that the policy puts in one order whatever the timing, and that the witness decides. */
  readonly decisivePairs: number;
  readonly agreeing: number;
  /** Kendall's tau-b between prediction and observation over decisive pairs: (agreeing - disagreeing) / all. */
  readonly tau: number | null;
  /** Chance that a random order agrees as well; null without decisive pairs. */
  readonly pValue: number | null;
  readonly verdict: "explains" | "refuted" | "undecided";
}

/** Which policies explain an order, and which are refuted. */
export interface Attribution {
  readonly witness: WitnessName;
  readonly episodes: number;
  readonly pairs: number;
  readonly undecidedByWitness: number;
  /** Kendall's tau-b against the order of sending, mean over episodes. */
  readonly tauAgainstSendOrder: number | null;
  readonly fits: readonly PolicyFit[];
  /** Pairs on which the workload-aware policy and fcfs are sure of opposite orders, and how many went the first way. */
  readonly againstFcfs: { readonly pairs: number; readonly workloadAware: number };
  readonly text: string;
}

// A true policy may be disturbed in one pair of twenty; a wrong one agrees with nine of ten only by chance.
const EXPLAINS_FROM = 0.95;
const REFUTED_BELOW = 0.9;
const LEAST_PAIRS = 10;
const PERMUTATIONS = 200;

interface ObservedPair {
  readonly a: RequestTrace;
  readonly b: RequestTrace;
  readonly observed: -1 | 1;
}

/** Compares the observed order of some episodes with every policy. */
export function attribute(
  episodes: readonly QueueEpisode[],
  witness: Witness,
  models: ModelOrders,
  seed: number,
): Attribution {
  const observed: ObservedPair[] = [];
  let pairs = 0;
  for (const { members } of episodes) {
    for (const [a, b] of crossPairs(members)) {
      pairs += 1;
      const order = decide(witness, a, b);
      if (order !== 0) observed.push({ a, b, observed: order });
    }
  }
  const fits = POLICIES.map((policy) => fitOf(policy, observed, episodes, witness, models, seed));
  const opposed = observed.filter(({ a, b }) => {
    const aware = models["workload-aware"](a, b);
    return aware !== 0 && aware === -models.fcfs(a, b);
  });
  const workloadAware = opposed.filter(({ a, b, observed: order }) => models["workload-aware"](a, b) === order).length;
  const againstFcfs = { pairs: opposed.length, workloadAware };
  return {
    witness: witness.name,
    episodes: episodes.length,
    pairs,
    undecidedByWitness: pairs - observed.length,
    tauAgainstSendOrder: meanTau(episodes, witness),
    fits,
    againstFcfs,
    text: describe(fits, againstFcfs),
  };
}

function fitOf(
  policy: Policy,
  observed: readonly ObservedPair[],
  episodes: readonly QueueEpisode[],
  witness: Witness,
  models: ModelOrders,
  seed: number,
): PolicyFit {
  const predict = models[policy];
  const decisive = observed.filter(({ a, b }) => predict(a, b) !== 0);
  const agreeing = decisive.filter(({ a, b, observed: order }) => predict(a, b) === order).length;
  const count = decisive.length;
  const share = count === 0 ? 0 : agreeing / count;
  const verdict =
    count < LEAST_PAIRS
      ? "undecided"
      : share >= EXPLAINS_FROM
        ? "explains"
        : binomialInterval(agreeing, count).high < REFUTED_BELOW
          ? "refuted"
          : "undecided";
  return {
    policy,
    decisivePairs: count,
    agreeing,
    tau: count === 0 ? null : 2 * share - 1,
    pValue: count === 0 ? null : permutationP(predict, episodes, witness, agreeing, seededRandom(`${seed}/${policy}`)),
    verdict,
  };
}

/**
 * Chance that requests dispatched in random order agree with a prediction as well as observed: mean and variance from 200 random
 * permutations within each episode, tail from the normal distribution (a sum over many pairs in several episodes).
 */
function permutationP(
  predict: ModelOrders[Policy],
  episodes: readonly QueueEpisode[],
  witness: Witness,
  agreeing: number,
  random: Random,
): number {
  let mean = 0;
  let variance = 0;
  for (const { members } of episodes) {
    const order = orderBy(witness, members);
    const relevant = crossPairs(order).flatMap(([a, b]) => {
      const predicted = predict(a, b);
      return predicted === 0 || decide(witness, a, b) === 0
        ? []
        : [{ a: order.indexOf(a), b: order.indexOf(b), predicted }];
    });
    const identity = order.map((_, index) => index);
    const counts = Array.from({ length: PERMUTATIONS }, () => {
      const places = shuffled(identity, random);
      let count = 0;
      for (const { a, b, predicted } of relevant) {
        if ((places[a] as number) < (places[b] as number) === predicted < 0) count += 1;
      }
      return count;
    });
    const average = counts.reduce((sum, count) => sum + count, 0) / PERMUTATIONS;
    mean += average;
    variance += counts.reduce((sum, count) => sum + (count - average) ** 2, 0) / (PERMUTATIONS - 1);
  }
  if (variance === 0) return agreeing > mean ? 0 : 1;
  return normalTail((agreeing - 0.5 - mean) / Math.sqrt(variance));
}

function describe(fits: readonly PolicyFit[], againstFcfs: Attribution["againstFcfs"]): string {
  const of = (policy: Policy) => fits.find((fit) => fit.policy === policy) as PolicyFit;
  const aware = of("workload-aware");
  const fcfs = of("fcfs");
  const agreement = ({ agreeing, decisivePairs, pValue }: PolicyFit) =>
    `${agreeing} of ${decisivePairs} decisive pairs, ${pValue === null ? "no p" : chance(pValue)}`;
  const explaining = fits.filter(({ verdict }) => verdict === "explains").map(({ policy }) => policy);
  if (aware.verdict === "explains" && fcfs.verdict === "refuted") {
    return `explained by workload-aware, fcfs refuted (${agreement(aware)}; ${againstFcfs.workloadAware} of ${againstFcfs.pairs} against fcfs)`;
  }
  if (fcfs.verdict === "explains") {
    const awareToo =
      aware.verdict === "explains" ? "fcfs explains this just as well as workload-aware" : "explained by fcfs";
    return `${awareToo} (${agreement(fcfs)})`;
  }
  if (explaining.length > 0) {
    return `explained by ${explaining.join(", ")} (${agreement(of(explaining[0] as Policy))}), fcfs ${fcfs.verdict}`;
  }
  return aware.decisivePairs + fcfs.decisivePairs < LEAST_PAIRS
    ? "too few decisive pairs to tell any policy"
    : `no known policy explains this order; workload-aware: ${agreement(aware)}; fcfs: ${agreement(fcfs)}`;
}

function chance(p: number): string {
  return p < 1e-9 ? "p < 1e-9" : `p = ${p.toPrecision(2)}`;
}

function meanTau(episodes: readonly QueueEpisode[], witness: Witness): number | null {
  const taus = episodes.flatMap(({ members }) => {
    const order = orderBy(witness, members);
    const tau = kendallTauB(
      order.map(({ record }) => record.sendMs),
      order.map((_, index) => index),
    );
    return Number.isNaN(tau) ? [] : [tau];
  });
  return taus.length === 0 ? null : taus.reduce((sum, tau) => sum + tau, 0) / taus.length;
}

/** Pairs of different workloads. Inside one workload a router promises no order. */
export function crossPairs(members: readonly RequestTrace[]): [RequestTrace, RequestTrace][] {
  return members.flatMap((a, index) =>
    members
      .slice(index + 1)
      .filter((b) => workloadKeyOf(a) !== workloadKeyOf(b))
      .map((b): [RequestTrace, RequestTrace] => [a, b]),
  );
}
