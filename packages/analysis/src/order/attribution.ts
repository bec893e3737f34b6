import { type ScoreTerm, seededRandom } from "@wa-routing/protocol";
import { CLAIMED_RULE, RULE_NAMES, withoutTerm } from "../policy/ordering-rule.ts";
import { kendallTauB } from "../statistics/kendall-tau.ts";
import { type AgainstFcfs, attributionText } from "./attribution-text.ts";
import { type ModelOrders, predictionOf } from "./model-orders.ts";
import { countOpposed, withoutOutdone } from "./outdone-rule.ts";
import { type Overtaking, overtakings } from "./overtaking.ts";
import { type ObservedEpisode, observe } from "./policy-fit.ts";
import type { QueueEpisode } from "./queue-episode.ts";
import type { ReplayTimes, TimingUncertainty } from "./replay-times.ts";
import { type FittedPolicy, fitOf, fitRule, type RuleFit, ruleChances, ruleFit } from "./rule-fit.ts";
import { type RuleWeights, ruleWeights } from "./rule-weights.ts";
import type { Witness, WitnessName } from "./witness.ts";

/** Which rules explain an order, and which are refuted. */
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
  readonly fits: readonly RuleFit[];
  /** The same for the control arm, under the same disciplines: a rule must explain that, too. */
  readonly control: readonly RuleFit[];
  /** Of the treatment, with the workload-aware rule without each term that the scenario claims: they must be refuted. */
  readonly withoutTerm: readonly RuleFit[];
  readonly weights: RuleWeights;
  /** The same, for each trial by itself. */
  readonly trials: readonly { readonly trial: number; readonly fits: readonly RuleFit[] }[];
  readonly againstFcfs: AgainstFcfs;
  /** The first of them, by the times at which they happened. */
  readonly overtakings: readonly Overtaking[];
  readonly overtakingsInAll: number;
  readonly text: string;
}

/** Compares the observed order of the treatment's episodes with every rule, and that of the control's. */
export function attribute(
  episodes: readonly QueueEpisode[],
  witness: Witness,
  models: ModelOrders,
  times: ReplayTimes,
  claimedTerms: readonly ScoreTerm[],
  seed: number,
): Attribution {
  const held = episodes.filter(({ arm }) => arm === "treatment");
  const observed = held.map((episode) => observe(episode, witness));
  const inControl = episodes.filter(({ arm }) => arm === "control").map((episode) => observe(episode, witness));
  const rules = RULE_NAMES.map((rule) => fitRule(rule, models[rule], { treatment: observed, control: inControl }));
  const ablations = claimedTerms.map(withoutTerm).map((rule) => {
    return fitRule(rule, models[rule], { treatment: observed, control: [] });
  });
  const chances = ruleChances(rules, observed, seededRandom(`${seed}/random-orders`));
  const inTreatment = ({ treatment }: FittedPolicy) => treatment;
  const agreeing = rules.map((rule, index) => ({ ...ruleFit(rule, inTreatment), pValue: chances[index] ?? null }));
  const fits = withoutOutdone(agreeing, observed, models);
  const trials = [...new Set(observed.map(({ trial }) => trial))].map((trial) => {
    const ofTrial = ({ treatment }: FittedPolicy) => treatment.filter((_, index) => observed[index]?.trial === trial);
    return { trial, fits: rules.map((rule) => ruleFit(rule, ofTrial)) };
  });
  const pairs = observed.reduce((sum, episode) => sum + episode.pairs, 0);
  const overtook = overtakings(held, witness, times);
  const againstFcfs = countAgainstFcfs(observed, models, fits);
  const control = rules.map((rule) => ruleFit(rule, (policy) => policy.control));
  return {
    witness: witness.name,
    episodes: held.length,
    pairs,
    undecidedByWitness: pairs - observed.reduce((sum, { decided }) => sum + decided.length / 2, 0),
    tauAgainstSendOrder: meanTau(observed),
    timing: times.uncertainty,
    fits,
    control,
    withoutTerm: ablations.map((rule) => ruleFit(rule, inTreatment)),
    weights: ruleWeights(observed, rules),
    trials,
    againstFcfs,
    overtakings: overtook.first,
    overtakingsInAll: overtook.all,
    text: attributionText({ fits, control }, againstFcfs),
  };
}

function countAgainstFcfs(
  observed: readonly ObservedEpisode[],
  models: ModelOrders,
  fits: readonly RuleFit[],
): AgainstFcfs {
  const aware = predictionOf(models, CLAIMED_RULE, fitOf(fits, CLAIMED_RULE).discipline);
  const { opposed, follows } = countOpposed(aware, predictionOf(models, "fcfs", null), observed);
  return { pairs: opposed, workloadAware: follows };
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
