import type { Inversion, RankComparison } from "@wa-routing/protocol";
import type { Examined, Gathered } from "../analyze.ts";
import type { RequestTrace } from "../evidence/request-trace.ts";
import { predictionOf } from "../order/model-orders.ts";
import { decidedPairs, observe } from "../order/policy-fit.ts";
import { fitOf } from "../order/rule-fit.ts";
import { decide, orderBy, type Witness } from "../order/witness.ts";
import { CLAIMED_RULE, RULE_NAMES } from "../policy/ordering-rule.ts";
import { ruleNames } from "../reasons/rule-names.ts";
import { MOST_SHOWN } from "./limits.ts";

const SHOWN_RULES = [CLAIMED_RULE, ...RULE_NAMES.filter((rule) => rule !== CLAIMED_RULE)] as const;

/** The witness whose order is shown: the log's positions are exact, where they are heard. */
export function shownWitness({ witnesses }: Pick<Gathered, "witnesses">): Witness | null {
  return witnesses.find(({ name }) => name === "router-log") ?? witnesses[0] ?? null;
}

/** The order in which the treatment's requests left, beside that of each rule; null where nobody saw an order. */
export function rankComparison(examined: Examined): RankComparison | null {
  const { episodes, replaysOf, analysis } = examined;
  const witness = shownWitness(examined);
  const attribution = analysis.attribution.find((candidate) => candidate.witness === witness?.name);
  if (witness === null || attribution === undefined) return null;
  const { fits } = attribution;
  const { orders } = replaysOf(witness);
  const claimed = predictionOf(orders, CLAIMED_RULE, fitOf(fits, CLAIMED_RULE).discipline);
  const fcfs = predictionOf(orders, "fcfs", null);
  const rules = SHOWN_RULES.map((rule) => {
    const { verdict, decisivePairs, agreeing } = fitOf(fits, rule);
    return { rule, words: ruleNames(rule), verdict, decisivePairs, agreeing };
  });
  const held = episodes.filter(({ arm }) => arm === "treatment");
  const requests: RankComparison["requests"] = [];
  const inversions: Inversion[] = [];
  let [all, inverted] = [0, 0];
  for (const episode of held) {
    const members = orderBy(witness, episode.members);
    all += members.length;
    for (const [left, before] of decidedPairs(observe(episode, witness))) {
      if (claimed(left, before) <= 0) continue;
      inverted += 1;
      if (inverted > MOST_SHOWN.inversions) continue;
      inversions.push({ trial: episode.trial, left: left.record.id, before: before.record.id });
    }
    // A trial is shown whole, or not at all.
    if (requests.length > 0 && requests.length + members.length > MOST_SHOWN.rankedRequests) continue;
    const shown = members.slice(0, MOST_SHOWN.rankedRequests);
    const observed = ranksBy(shown, (a, b) => decide(witness, a, b));
    const [byClaimed, byFcfs] = [ranksBy(shown, claimed), ranksBy(shown, fcfs)];
    for (const [index, { record }] of shown.entries()) {
      requests.push({
        ...{ trial: episode.trial, id: record.id, workload: record.workload, observed: observed[index] as number },
        predicted: [byClaimed[index] as number, byFcfs[index] as number],
      });
    }
  }
  return {
    ...{ witness: witness.name, rules, requests, requestsLeftOut: all - requests.length },
    ...{ inversions, inversionsLeftOut: inverted - inversions.length },
  };
}

/** Ranks from 1: one more than go before it for certain, and half of those of which nothing is certain. */
function ranksBy(members: readonly RequestTrace[], goesFirst: (a: RequestTrace, b: RequestTrace) => number): number[] {
  return members.map((own) => {
    let rank = 1;
    for (const other of members) {
      if (other === own) continue;
      const which = goesFirst(other, own);
      rank += which < 0 ? 1 : which === 0 ? 0.5 : 0;
    }
    return rank;
  });
}
