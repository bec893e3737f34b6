import { MAX_CRITICALITY } from "./workload-context.ts";

/** What the priority score is made of. */
export const SCORE_TERMS = ["wait", "criticality", "rate"] as const;

export type ScoreTerm = (typeof SCORE_TERMS)[number];

/** Weights and caps of the priority score. */
export interface ScoreParameters {
  readonly waitWeight: number;
  readonly criticalityWeight: number;
  readonly rateWeight: number;
  /** Average wait, in seconds, from which the wait term no longer grows. */
  readonly maxWaitSeconds: number;
  /** Request rate, per second, from which the rate term no longer grows. */
  readonly maxRatePerSecond: number;
}

/** The router's own constants. */
export const DEFAULT_SCORE_PARAMETERS: ScoreParameters = {
  waitWeight: 0.4,
  criticalityWeight: 0.4,
  rateWeight: 0.2,
  maxWaitSeconds: 60,
  maxRatePerSecond: 100,
};

/** What the score of one workload is made of at one instant. */
export interface ScoreInputs {
  /** 1 to 5 in a sound router; a log may hold others. */
  readonly criticality: number;
  /** Exponential moving average of the workload's waits, in seconds. Never the age of the request itself. */
  readonly emaSeconds: number;
  /** Requests of the workload's tumbling window over the window's age, per second. */
  readonly ratePerSecond: number;
}

/** A score and its three weighted terms: `score = waitTerm + criticalityTerm - rateTerm`. */
export interface PriorityScore {
  readonly score: number;
  readonly waitTerm: number;
  readonly criticalityTerm: number;
  readonly rateTerm: number;
}

/**
 * `0.4·min(wait/60 s, 1) + 0.4·criticality/5 − 0.2·min(rate/100, 1)`, in the router's own order of operations.
 *
 * One level of criticality is 0.08, which is 12 s of average wait or 40 requests per second.
 *
 * @see pkg/epp/flowcontrol/framework/plugins/intraflow/workload_aware.go, computeScore, in the workload-aware fork
 */
export function priorityScore(
  inputs: ScoreInputs,
  parameters: ScoreParameters = DEFAULT_SCORE_PARAMETERS,
): PriorityScore {
  const waitTerm = Math.min(inputs.emaSeconds / parameters.maxWaitSeconds, 1) * parameters.waitWeight;
  const criticalityTerm = (inputs.criticality / MAX_CRITICALITY) * parameters.criticalityWeight;
  const rateTerm = Math.min(inputs.ratePerSecond / parameters.maxRatePerSecond, 1) * parameters.rateWeight;
  return { score: waitTerm + criticalityTerm - rateTerm, waitTerm, criticalityTerm, rateTerm };
}

/** The score as a sum that a person can check: `0.2600 = wait 0.2000 (30 s) + criticality 0.0800 (1) - rate 0.0200 (10/s)`. */
export function explainScore(inputs: ScoreInputs, parameters: ScoreParameters = DEFAULT_SCORE_PARAMETERS): string {
  const { score, waitTerm, criticalityTerm, rateTerm } = priorityScore(inputs, parameters);
  const wait = `wait ${waitTerm.toFixed(4)} (${plain(inputs.emaSeconds)} s)`;
  const criticality = `criticality ${criticalityTerm.toFixed(4)} (${inputs.criticality})`;
  const rate = `rate ${rateTerm.toFixed(4)} (${plain(inputs.ratePerSecond)}/s)`;
  return `${score.toFixed(4)} = ${wait} + ${criticality} - ${rate}`;
}

function plain(value: number): string {
  return String(Number(value.toPrecision(4)));
}
