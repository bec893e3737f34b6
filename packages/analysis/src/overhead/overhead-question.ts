import { isOverheadClaim, type Plan } from "@wa-routing/protocol";

/** What is asked of the overhead, in a plan. */
export interface OverheadQuestion {
  readonly workload: string;
  /** What is judged against: the first baseline to which the plan sends. */
  readonly baseline: string;
  /** Shown beside it. */
  readonly beside: readonly string[];
  /** Baselines by routes that the environment has not. */
  readonly leftOut: readonly string[];
  readonly budgetMs: number;
  readonly quantile: number;
  readonly confidence: number;
}

/** The question about overhead that a plan can answer; null where its scenario asks none. */
export function overheadQuestion({ scenario, trials }: Plan): OverheadQuestion | null {
  const claim = scenario.expectations.find(isOverheadClaim);
  if (claim === undefined) return null;
  const { workload, baselines, budgetMs, quantile, confidence } = claim;
  const sent = new Set(
    trials.flatMap(({ steps }) =>
      steps.flatMap((step) => ("requests" in step ? step.requests.map((request) => request.workload) : [])),
    ),
  );
  const [baseline, ...beside] = baselines.filter((name) => sent.has(name));
  if (baseline === undefined) return null;
  const leftOut = baselines.filter((name) => !sent.has(name));
  return { workload, baseline, beside, leftOut, budgetMs, quantile, confidence };
}
