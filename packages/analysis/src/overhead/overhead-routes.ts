import { type Plan, type RequestRecord, type Route, type Scenario, seededRandom } from "@wa-routing/protocol";
import { quantile } from "../statistics/quantile.ts";
import { quantileDifference } from "../statistics/quantile-difference.ts";
import { measureOverhead, type OverheadAnswer, overheadBlocks, RESAMPLES } from "./overhead.ts";
import { type OverheadQuestion, overheadQuestion } from "./overhead-question.ts";

/** A route by which requests were sent, interleaved with those by the others; with or without a header. In ms. */
export interface OverheadRoute {
  readonly workload: string;
  /** Null: through the router under test. */
  readonly route: Route | null;
  readonly header: Scenario["workloads"][string]["header"];
  /**
   * `treatment`: what is asked about. The others are baselines: `judged` by the verdict, or `shown` beside it, or `left-out`
   * because the environment has no such route.
   */
  readonly role: "treatment" | "judged" | "shown" | "left-out";
  /** Completed requests in the trials. */
  readonly requests: number;
  readonly notCompleted: number;
  readonly p50Ms: number | null;
  /** The quantile that is judged, of all requests together. */
  readonly quantileMs: number | null;
  /**
   * By how much the treatment's quantile is higher. `judged`: the verdict's own difference, the median over blocks; `shown`: of
   * all requests together, with a bootstrap interval over blocks. Null where there is too little to compare.
   */
  readonly difference: { readonly value: number; readonly low: number; readonly high: number } | null;
}

/** The overhead that a plan asks about, and the routes that are compared for it. */
export function overheadAnalysis(
  plan: Plan,
  requests: readonly RequestRecord[],
): { overhead: OverheadAnswer | null; overheadRoutes: OverheadRoute[] } {
  const question = overheadQuestion(plan);
  if (question === null) return { overhead: null, overheadRoutes: [] };
  const overhead = measureOverhead(requests, question, plan.seed);
  return { overhead, overheadRoutes: routesOf(requests, plan, question, overhead) };
}

/** Every route of a question: the treatment, then the baselines. */
function routesOf(
  requests: readonly RequestRecord[],
  { scenario: { workloads }, seed }: Plan,
  question: OverheadQuestion,
  answer: OverheadAnswer | null,
): OverheadRoute[] {
  const { treatment, baseline, shown, leftOut, quantile: share, confidence } = question;
  const routeOf = (
    workload: string,
    role: OverheadRoute["role"],
    difference: OverheadRoute["difference"],
  ): OverheadRoute => {
    const own = requests.filter((record) => record.workload === workload && record.trial !== null && !record.primed);
    const completed = own.filter(({ outcome }) => outcome === "completed");
    const latencies = completed.map(({ endMs, sendMs }) => endMs - sendMs);
    const at = (of: number) => (latencies.length === 0 ? null : quantile(latencies, of));
    const { route = null, header } = workloads[workload] as Scenario["workloads"][string];
    return {
      workload,
      route,
      header,
      role,
      requests: completed.length,
      notCompleted: own.length - completed.length,
      p50Ms: at(0.5),
      quantileMs: at(share),
      difference,
    };
  };
  const shownDifference = (other: string): OverheadRoute["difference"] => {
    const blocks = overheadBlocks(requests, { treatment, baseline: other });
    if (answer === null || blocks.length < 2) return null;
    const random = seededRandom(`${seed}/overhead/${other}`);
    const { difference, low, high } = quantileDifference(blocks, share, { random, confidence, resamples: RESAMPLES });
    return { value: difference, low, high };
  };
  const judged = answer === null ? null : { value: answer.difference, low: answer.low, high: answer.high };
  return [
    routeOf(treatment, "treatment", null),
    routeOf(baseline, "judged", judged),
    ...shown.map((workload) => routeOf(workload, "shown", shownDifference(workload))),
    ...leftOut.map((workload) => routeOf(workload, "left-out", null)),
  ];
}
