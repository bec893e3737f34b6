import { isOverheadClaim, type Plan, requestsOf } from "@wa-routing/protocol";

/** What is asked of the overhead, in a plan. Workloads are named as in its scenario, each with its route. */
export interface OverheadQuestion {
  /** What is asked about: through the router under test. */
  readonly treatment: string;
  /** What is judged against: the first baseline to whose route the plan sends. */
  readonly baseline: string;
  /** Baselines that are shown beside it. */
  readonly shown: readonly string[];
  /** Baselines by routes that the environment has not. */
  readonly leftOut: readonly string[];
  /** How much longer the treatment may take at the quantile. */
  readonly limitMs: number;
  readonly quantile: number;
  readonly confidence: number;
}

/** The question about overhead that a plan can answer; null where its scenario asks none. */
export function overheadQuestion({ scenario, trials }: Plan): OverheadQuestion | null {
  const claim = scenario.expectations.find(isOverheadClaim);
  if (claim === undefined) return null;
  const { workload: treatment, baselines, budgetMs: limitMs, quantile, confidence } = claim;
  const sent = new Set(
    trials.flatMap(({ steps }) => steps.flatMap((step) => requestsOf(step).map(({ workload }) => workload))),
  );
  const [baseline, ...shown] = baselines.filter((name) => sent.has(name));
  if (baseline === undefined) return null;
  const leftOut = baselines.filter((name) => !sent.has(name));
  return { treatment, baseline, shown, leftOut, limitMs, quantile, confidence };
}
