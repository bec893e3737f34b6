import type { Random } from "@wa-routing/protocol";
import type { Ablation, RuleName } from "../policy/ordering-rule.ts";
import type { Policy } from "../policy/policy.ts";
import { chanceOfAtLeast } from "./chance-of-count.ts";
import { logLikelihood } from "./likelihood.ts";
import type { RuleOrder } from "./model-orders.ts";
import {
  type EpisodeFit,
  episodeChances,
  episodeFit,
  type ObservedEpisode,
  type PolicyFit,
  policyFit,
} from "./policy-fit.ts";
import { randomOrdersOf } from "./random-orders.ts";

/** A rule under one queue discipline. */
export interface DisciplineFit extends Pick<PolicyFit, "decisivePairs" | "agreeing" | "verdict"> {
  /** Null: the rule gives the same order under all. */
  readonly discipline: Policy["discipline"];
}

/** How well a rule explains the observed order, under the discipline under which it does so best. */
export interface RuleFit extends PolicyFit {
  readonly rule: RuleName | Ablation;
  /** Chosen over both arms; null: the rule gives the same order under all. */
  readonly discipline: Policy["discipline"];
  /** Every discipline that was tried. The rule is refuted where all are. */
  readonly disciplines: readonly DisciplineFit[];
  /** The rule that gives the very same order in every replay, and stands for this one in what is said of the order; null: none. */
  readonly equalTo: RuleName | null;
  /** Chance that a random order agrees as well under any discipline; null where no more than half of the pairs agree, and in the control arm. */
  readonly pValue: number | null;
}

/** A rule under one discipline, compared with every episode of both arms. */
export interface FittedPolicy {
  readonly discipline: Policy["discipline"];
  readonly treatment: readonly EpisodeFit[];
  readonly control: readonly EpisodeFit[];
  /** Of the treatment's order under it. */
  readonly logLikelihood: number;
}

/** A rule under each of its disciplines, the best one first. */
export interface FittedRule {
  readonly rule: RuleName | Ablation;
  readonly equalTo: RuleName | null;
  readonly policies: readonly FittedPolicy[];
}

/** What was seen of each arm. */
export interface ObservedArms {
  readonly treatment: readonly ObservedEpisode[];
  readonly control: readonly ObservedEpisode[];
}

// What refutes a policy in either arm, refutes it.
const STANDINGS: readonly PolicyFit["verdict"][] = ["refuted", "undecided", "explains"];

/** Compares what was seen with a rule under each discipline: best is what is not refuted, then what makes the order most likely. */
export function fitRule(
  rule: RuleName | Ablation,
  { policies, equalTo }: RuleOrder,
  observed: ObservedArms,
): FittedRule {
  const fitted = policies.map((policy) => {
    const treatment = observed.treatment.map((episode) => episodeFit(policy, episode));
    const control = observed.control.map((episode) => episodeFit(policy, episode));
    const inTreatment = logLikelihood(observed.treatment, treatment);
    return {
      fitted: { discipline: policy.discipline, treatment, control, logLikelihood: inTreatment },
      standing: standingOf(policyFit(treatment), policyFit(control)),
      inBoth: inTreatment + logLikelihood(observed.control, control),
    };
  });
  fitted.sort((a, b) => b.standing - a.standing || b.inBoth - a.inBoth);
  return { rule, equalTo: equalTo(), policies: fitted.map((candidate) => candidate.fitted) };
}

function standingOf(treatment: PolicyFit, control: PolicyFit): number {
  return STANDINGS.indexOf(inBothArms(treatment, control));
}

function inBothArms(treatment: Pick<PolicyFit, "verdict">, control: Pick<PolicyFit, "verdict">): PolicyFit["verdict"] {
  return control.verdict === "refuted" ? "refuted" : treatment.verdict;
}

/** The fit of a rule to some episodes of an arm. */
export function ruleFit(
  { rule, equalTo, policies }: FittedRule,
  episodesOf: (policy: FittedPolicy) => readonly EpisodeFit[],
): RuleFit {
  const fits = policies.map((policy) => ({ discipline: policy.discipline, fit: policyFit(episodesOf(policy)) }));
  const best = fits[0] as (typeof fits)[number];
  return {
    rule,
    discipline: best.discipline,
    ...best.fit,
    pValue: null,
    equalTo,
    disciplines: fits.map(({ discipline, fit: { decisivePairs, agreeing, verdict } }) => ({
      ...{ discipline, decisivePairs, agreeing, verdict },
    })),
  };
}

/**
 * Chance that a random order agrees as well with each rule: under its best discipline, times the number of disciplines that were
 * tried (Bonferroni).
 */
export function ruleChances(
  rules: readonly FittedRule[],
  observed: readonly ObservedEpisode[],
  random: Random,
): (number | null)[] {
  const best = rules.map(({ policies }) => (policies[0] as FittedPolicy).treatment);
  const pairs = best.flat().reduce((sum, { decisive }) => sum + decisive, 0);
  const randomOrders = randomOrdersOf(observed.length, pairs);
  const perEpisode = observed.map((episode, index) =>
    episodeChances(
      episode,
      best.map((fits) => fits[index] as EpisodeFit),
      random,
      randomOrders,
    ),
  );
  return rules.map(({ policies }, rule) => {
    const { decisivePairs, agreeing } = policyFit(best[rule] as readonly EpisodeFit[]);
    const chances = perEpisode.map((episode) => episode[rule] ?? null).filter((chance) => chance !== null);
    if (decisivePairs === 0 || chances.length < observed.length) return null;
    return Math.min(1, policies.length * chanceOfAtLeast(chances, agreeing));
  });
}

/** The fit of one rule. */
export function fitOf(fits: readonly RuleFit[], rule: RuleFit["rule"]): RuleFit {
  return fits.find((fit) => fit.rule === rule) as RuleFit;
}

/** Every rule's fit to the treatment, and to the control arm. */
export interface FitsInBothArms {
  readonly fits: readonly RuleFit[];
  readonly control: readonly RuleFit[];
}

/** Whether a rule explains what was seen of both arms: where the control arm refutes it, it is refuted. */
export function verdictOn({ fits, control }: FitsInBothArms, rule: RuleFit["rule"]): PolicyFit["verdict"] {
  return inBothArms(fitOf(fits, rule), fitOf(control, rule));
}

/** What explains an order in both arms, each rule once: one that is equal to another is not told of beside it. */
export function explaining(order: FitsInBothArms): readonly RuleFit[] {
  return order.fits.filter(({ rule, equalTo }) => equalTo === null && verdictOn(order, rule) === "explains");
}
