import { MAX_CRITICALITY, type ScoreInputs, type ScoreParameters, type ScoreTerm } from "@wa-routing/protocol";

/** What the formula multiplies with each weight: `score` is the sum of the products. */
export function scoreTerms(inputs: ScoreInputs, parameters: ScoreParameters): Readonly<Record<ScoreTerm, number>> {
  return {
    wait: Math.min(inputs.emaSeconds / parameters.maxWaitSeconds, 1),
    criticality: inputs.criticality / MAX_CRITICALITY,
    rate: -Math.min(inputs.ratePerSecond / parameters.maxRatePerSecond, 1),
  };
}
