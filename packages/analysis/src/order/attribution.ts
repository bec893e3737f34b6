import { type ScoreTerm, seededRandom } from "@wa-routing/protocol";
import type { RequestTrace } from "../evidence/request-trace.ts";
import { withoutTerm } from "../policy/policy-model.ts";
import { POLICIES, type Policy } from "../policy/replay.ts";
import { kendallTauB } from "../statistics/kendall-tau.ts";
import type { ModelOrders } from "./model-orders.ts";
import { type Overtaking, overtakings } from "./overtaking.ts";
import { episodeFits, type ObservedEpisode, observe, type PolicyFit, policyFit } from "./policy-fit.ts";
import { type PolicyWeights, policyWeights } from "./policy-weights.ts";
import type { QueueEpisode } from "./queue-episode.ts";
import type { ReplayTimes, TimingUncertainty } from "./replay-times.ts";
import { LEAST_DECISIVE_PAIRS } from "./thresholds.ts";
import type { Witness, WitnessName } from "./witness.ts";

/** Which policies explain an order, and which are refuted. */
export interface Attribution {
  readonly witness: WitnessName;
  readonly episodes: number;
  /** Pairs of different workloads that waited at the same time. */
  readonly pairs: number;
  readonly undecidedByWitness: number;
  /** Kendall's tau-b against the order of sending, mean over episodes. */
  readonly tauAgainstSendOrder: number | null;
  /** The errors of the times under which the policies were replayed. */
  readonly timing: TimingUncertainty;
  readonly fits: readonly PolicyFit[];
  /** The same for the control arm: a policy must explain that, too. */
  readonly control: readonly PolicyFit[];
  /** Of the treatment, with the workload-aware policy without each term that the scenario claims: they must be refuted. */
  readonly withoutTerm: readonly PolicyFit[];
  readonly weights: PolicyWeights;
  /** The same, for each trial by itself. */
  readonly trials: readonly { readonly trial: number; readonly fits: readonly PolicyFit[] }[];
  /** Pairs on which the workload-aware policy and fcfs are sure of opposite orders, and how many went the first way. */
  readonly againstFcfs: { readonly pairs: number; readonly workloadAware: number };
  readonly overtakings: readonly Overtaking[];
  readonly text: string;
}

/** Compares the observed order of the treatment's episodes with every policy, and that of the control's. */
export function attribute(
  episodes: readonly QueueEpisode[],
  witness: Witness,
  models: ModelOrders,
  times: ReplayTimes,
  claimedTerms: readonly ScoreTerm[],
  seed: number,
): Attribution {
  const random = seededRandom(`${seed}/random-orders`);
  const treatment = episodes.filter(({ arm }) => arm === "treatment");
  const observed = treatment.map((episode) => observe(episode, witness));
  const control = episodes
    .filter(({ arm }) => arm === "control")
    .map((episode) => episodeFits(POLICIES, observe(episode, witness), models, null));
  const perEpisode = observed.map((episode) => episodeFits(POLICIES, episode, models, random));
  const fits = POLICIES.map((policy) => policyFit(policy, perEpisode));
  const ablated = claimedTerms.map(withoutTerm);
  const withoutTerms = observed.map((episode) => episodeFits(ablated, episode, models, null));
  const trials = [...new Set(observed.map(({ trial }) => trial))].map((trial) => {
    const ofTrial = perEpisode.filter((_, index) => observed[index]?.trial === trial);
    return { trial, fits: POLICIES.map((policy) => policyFit(policy, ofTrial)) };
  });
  const pairs = observed.reduce((sum, episode) => sum + episode.pairs, 0);
  const againstFcfs = countAgainstFcfs(observed, models);
  return {
    witness: witness.name,
    episodes: treatment.length,
    pairs,
    undecidedByWitness: pairs - observed.reduce((sum, { decided }) => sum + decided.length, 0),
    tauAgainstSendOrder: meanTau(observed),
    timing: times.uncertainty,
    fits,
    control: POLICIES.map((policy) => policyFit(policy, control)),
    withoutTerm: ablated.map((model) => policyFit(model, withoutTerms)),
    weights: policyWeights(observed, perEpisode),
    trials,
    againstFcfs,
    overtakings: overtakings(treatment, witness, times),
    text: describe(fits, againstFcfs),
  };
}

function countAgainstFcfs(observed: readonly ObservedEpisode[], models: ModelOrders): Attribution["againstFcfs"] {
  let pairs = 0;
  let workloadAware = 0;
  for (const { order, decided } of observed) {
    for (const [earlier, later] of decided) {
      const [a, b] = [order[earlier] as RequestTrace, order[later] as RequestTrace];
      const aware = models["workload-aware"](a, b);
      if (aware === 0 || aware !== -models.fcfs(a, b)) continue;
      pairs += 1;
      if (aware < 0) workloadAware += 1;
    }
  }
  return { pairs, workloadAware };
}

function describe(fits: readonly PolicyFit[], againstFcfs: Attribution["againstFcfs"]): string {
  const of = (policy: Policy) => fits.find((fit) => fit.policy === policy) as PolicyFit;
  const aware = of("workload-aware");
  const fcfs = of("fcfs");
  const agreement = ({ agreeing, decisivePairs, pValue }: PolicyFit) =>
    `${agreeing} of ${decisivePairs} decisive pairs${pValue === null ? "" : `, ${chance(pValue)}`}`;
  const explaining = fits.filter(({ verdict }) => verdict === "explains").map(({ policy }) => policy);
  if (aware.verdict === "explains" && fcfs.verdict === "refuted") {
    const others = explaining.filter((policy) => policy === "lifo" || policy === "strict-criticality");
    const too = others.length === 0 ? "" : `; ${others.join(" and ")} would look the same here`;
    return `explained by workload-aware, fcfs refuted (${agreement(aware)}; ${againstFcfs.workloadAware} of ${againstFcfs.pairs} against fcfs${too})`;
  }
  if (fcfs.verdict === "explains") {
    const awareToo =
      aware.verdict === "explains" ? "fcfs explains this just as well as workload-aware" : "explained by fcfs";
    return `${awareToo} (${agreement(fcfs)})`;
  }
  if (explaining.length > 0) {
    return `explained by ${explaining.join(", ")} (${agreement(of(explaining[0] as Policy))}), fcfs ${fcfs.verdict}`;
  }
  return aware.decisivePairs + fcfs.decisivePairs < LEAST_DECISIVE_PAIRS
    ? "too few decisive pairs to tell any policy"
    : `no known policy explains this order; workload-aware: ${agreement(aware)}; fcfs ${fcfs.verdict}: ${agreement(fcfs)}`;
}

function chance(p: number): string {
  // What random orders can show ends at one in a thousand for each episode: a bound, not a value.
  return p < 1e-9 ? "p < 1e-9" : `p ≤ ${p < 0.001 ? p.toExponential(0) : p.toPrecision(2)}`;
}

function meanTau(observed: readonly ObservedEpisode[]): number | null {
  const taus = observed.flatMap(({ order }) => {
    const tau = kendallTauB(
      order.map(({ record }) => record.sendMs),
      order.map((_, index) => index),
    );
    return Number.isNaN(tau) ? [] : [tau];
  });
  return taus.length === 0 ? null : taus.reduce((sum, tau) => sum + tau, 0) / taus.length;
}
