import type { RuleName } from "../policy/ordering-rule.ts";
import { logLikelihood } from "./likelihood.ts";
import type { ObservedEpisode } from "./policy-fit.ts";
import type { FittedRule } from "./rule-fit.ts";

/** How the order's likelihood is shared among the rules, and an order by chance; adds up to 1. A rule that is equal to another has none. */
export type RuleWeights = Readonly<Record<RuleName | "random", number>>;

/** Compares rules by how likely they make the observed pairs; a rule's share is spread evenly over its disciplines before. */
export function ruleWeights(observed: readonly ObservedEpisode[], rules: readonly FittedRule[]): RuleWeights {
  const logs = new Map<string, readonly number[]>([["random", [logLikelihood(observed, null)]]]);
  for (const { rule, equalTo, policies } of rules) {
    if (equalTo === null)
      logs.set(
        rule,
        policies.map((policy) => policy.logLikelihood),
      );
  }
  const best = Math.max(...[...logs.values()].flat());
  const likelihoods = new Map(
    [...logs].map(([rule, each]) => [rule, each.reduce((sum, log) => sum + Math.exp(log - best), 0) / each.length]),
  );
  const total = [...likelihoods.values()].reduce((sum, likelihood) => sum + likelihood, 0);
  const names = [...rules.map(({ rule }) => rule), "random"];
  return Object.fromEntries(
    names.map((name) => [name, (likelihoods.get(name) ?? 0) / total]),
  ) as unknown as RuleWeights;
}
