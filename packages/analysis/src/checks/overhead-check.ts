import type { Analysis } from "../analysis.ts";
import { atLoad } from "../evidence/machine-load.ts";
import { isSensitive, type OverheadAnswer } from "../overhead/overhead.ts";
import type { OverheadRoute } from "../overhead/overhead-routes.ts";
import { blocksNeeded } from "../statistics/quantile-difference.ts";
import { overheadTable, signed } from "./overhead-table.ts";
import { figure, type Judgement, type SuccessCheck } from "./success-check.ts";

export const overheadCheck: SuccessCheck = {
  id: "performance.overhead",
  claim:
    "Through the router under test a request with a workload context takes less than 5 ms longer at the 99th percentile than through a second router that serves first come, first served. Where the environment cannot start a second router: than one without a workload context through the same gateway. What it takes without any router is shown beside it, not judged.",
  witnesses: "the client's clock, from sending to the last byte",
  minimumEvidence:
    "seven blocks of requests by both ways among each other, to the same model servers, every request completed",
  passes:
    "the whole exact 95 % interval of the median, over blocks, of the difference of the 99th percentiles lies below the budget",
  fails: "the whole interval lies above the budget",
  inconclusive:
    "the interval holds the budget, requests by one of both ways failed, or the machine is so busy that the overhead would be hidden",
  notMeasured: "the scenario overhead was not run",
  advice: "give it more time, or a quieter machine; the summary says how many blocks would be needed",
  judge(analysis): Judgement | null {
    const { overhead, overheadRoutes: routes } = analysis;
    if (overhead === null && analysis.scenario !== "overhead" && routes.length === 0) return null;
    const judgement = overhead === null ? tooFewBlocks() : judged(analysis, overhead);
    return routes.length === 0 ? judgement : { ...judgement, table: overheadTable(routes) };
  },
};

function judged({ overheadRoutes, machineLoad }: Analysis, overhead: OverheadAnswer): Judgement {
  const { difference, low, high, limitMs, blocks, confidence, notCompleted } = overhead;
  const figures = [
    { name: "p99DifferenceMs", value: difference, low, high, confidence },
    figure("p99Ms", overhead.treatmentMs),
    figure("baselineP99Ms", overhead.baselineMs),
    figure("medianDifferenceMs", overhead.medianDifferenceMs),
    figure("baselineSpreadMs", overhead.spreadMs),
    figure("blocks", blocks),
  ];
  const baseline = overheadRoutes.find(({ role }) => role === "judged");
  const seen = `p99 ${signed(difference)} ms (${signed(low)} to ${signed(high)} ms) ${againstWhat(baseline)}, over ${blocks} blocks`;
  if (notCompleted > 0) {
    const summary = `${notCompleted} requests did not complete; ${seen}`;
    const evidence = [...overhead.failures];
    return { verdict: "inconclusive", summary, advice: "see performance.all-complete", figures, evidence };
  }
  if (high < limitMs && !isSensitive(overhead)) {
    const summary = `the machine is too busy: the 99th percentile of the baseline is ${overhead.spreadMs.toFixed(1)} ms above its median, and would hide ${limitMs} ms${atLoad(machineLoad)}; ${seen}`;
    const advice = "stop what else runs on this machine, or give it more time";
    return { verdict: "inconclusive", summary, advice, figures, evidence: [] };
  }
  if (high < limitMs) return { verdict: "pass", summary: seen, advice: null, figures, evidence: [] };
  if (low > limitMs) {
    const summary = `${seen}; the budget is ${limitMs} ms`;
    const advice = "profile the router's header reading and ordering";
    return { verdict: "fail", summary, advice, figures, evidence: [] };
  }
  const needed = blocksNeeded(blocks, (high - low) / 2, Math.max(0.1, Math.abs(limitMs - difference)));
  const summary = `${seen}; the interval holds the budget of ${limitMs} ms${atLoad(machineLoad)}`;
  const advice = `about ${needed} blocks would decide it: a longer budgetMs, or a quieter machine`;
  return { verdict: "inconclusive", summary, advice, figures, evidence: [] };
}

function againstWhat(baseline: OverheadRoute | undefined): string {
  switch (baseline?.route) {
    case "fcfs":
      return "against fcfs";
    case "direct":
      return "against no router";
    default:
      return "with the context";
  }
}

function tooFewBlocks(): Judgement {
  const summary = "fewer than seven blocks were measured: too few for an interval";
  return {
    verdict: "inconclusive",
    summary,
    advice: "run the scenario overhead to its end",
    figures: [],
    evidence: [],
  };
}
