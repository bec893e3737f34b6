import { DEFAULT_SCORE_PARAMETERS, SCORE_TERMS, type ScoreParameters, type ScoreTerm } from "@wa-routing/protocol";
import { POLICIES, type Policy } from "./replay.ts";

/** The workload-aware policy with the weight of one term set to 0: what a router does that lacks it. */
export type PolicyWithout = `workload-aware-without-${ScoreTerm}`;

/** Everything whose orders are compared with what was seen. */
export type ModelName = Policy | PolicyWithout;

export function withoutTerm(term: ScoreTerm): PolicyWithout {
  return `workload-aware-without-${term}`;
}

export const MODELS: readonly ModelName[] = [...POLICIES, ...SCORE_TERMS.map(withoutTerm)];

/** The policy that is replayed, and with which weights. */
export function modelOf(name: ModelName): { readonly policy: Policy; readonly parameters: ScoreParameters } {
  const missing = SCORE_TERMS.find((term) => withoutTerm(term) === name);
  if (missing === undefined) return { policy: name as Policy, parameters: DEFAULT_SCORE_PARAMETERS };
  return { policy: "workload-aware", parameters: { ...DEFAULT_SCORE_PARAMETERS, [`${missing}Weight`]: 0 } };
}
