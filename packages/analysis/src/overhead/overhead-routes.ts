import { type Plan, type RequestRecord, type Route, type Scenario, seededRandom } from "@wa-routing/protocol";
import { quantile } from "../statistics/quantile.ts";
import { quantileDifference } from "../statistics/quantile-difference.ts";
import { measureOverhead, type OverheadAnswer, overheadBlocks, RESAMPLES } from "./overhead.ts";
import { type OverheadQuestion, overheadQuestion } from "./overhead-question.ts";

/** One way on which requests were sent among the others, in ms. */
export interface OverheadWay {
  readonly workload: string;
  /** Null: through the router under test. */
  readonly route: Route | null;
  readonly header: Scenario["workloads"][string]["header"];
  /**
   * `measured`: what is asked about; `judged`: what the verdict compares it with; `shown`: beside it; `left-out`: the environment
   * has no such route.
   */
  readonly role: "measured" | "judged" | "shown" | "left-out";
  /** Completed requests in the trials. */
  readonly requests: number;
  readonly notCompleted: number;
  readonly p50Ms: number | null;
  /** The quantile that is judged, of all requests together. */
  readonly quantileMs: number | null;
  /**
   * By how much the measured way's quantile is higher. `judged`: the verdict's own difference, the median over blocks; `shown`: of
   * all requests together, with a bootstrap interval over blocks. Null where there is too little to compare.
   */
  readonly difference: { readonly value: number; readonly low: number; readonly high: number } | null;
}

/** The overhead that a plan asks about, and the ways that are compared for it. */
export function overheadAnalysis(
  plan: Plan,
  requests: readonly RequestRecord[],
): { overhead: OverheadAnswer | null; overheadWays: OverheadWay[] } {
  const question = overheadQuestion(plan);
  if (question === null) return { overhead: null, overheadWays: [] };
  const overhead = measureOverhead(requests, question, plan.seed);
  return { overhead, overheadWays: waysOf(requests, plan, question, overhead) };
}

/** Every way of a question: the measured one, the judged one, those beside it, those that were left out. */
function waysOf(
  requests: readonly RequestRecord[],
  { scenario: { workloads }, seed }: Plan,
  question: OverheadQuestion,
  answer: OverheadAnswer | null,
): OverheadWay[] {
  const { workload: measured, baseline, beside, leftOut, quantile: share } = question;
  const way = (workload: string, role: OverheadWay["role"], difference: OverheadWay["difference"]): OverheadWay => {
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
  const shownDifference = (other: string): OverheadWay["difference"] => {
    const blocks = overheadBlocks(requests, { workload: measured, baseline: other });
    if (answer === null || blocks.length < 2) return null;
    const random = seededRandom(`${seed}/overhead/${other}`);
    const { confidence } = question;
    const { difference, low, high } = quantileDifference(blocks, share, { random, confidence, resamples: RESAMPLES });
    return { value: difference, low, high };
  };
  const judged = answer === null ? null : { value: answer.difference, low: answer.low, high: answer.high };
  return [
    way(measured, "measured", null),
    way(baseline, "judged", judged),
    ...beside.map((workload) => way(workload, "shown", shownDifference(workload))),
    ...leftOut.map((workload) => way(workload, "left-out", null)),
  ];
}
