import { betaQuantile } from "./beta-distribution.ts";

/**
 * How far from zero the middle `confidence` of Student's distribution reaches.
 *
 * @param degrees Degrees of freedom, from 1.
 * @see Abramowitz, Stegun: Handbook of Mathematical Functions, 26.7.1 (by the incomplete beta function)
 */
export function studentReach(confidence: number, degrees: number): number {
  const x = betaQuantile(1 - confidence, degrees / 2, 0.5);
  return Math.sqrt((degrees * (1 - x)) / x);
}
