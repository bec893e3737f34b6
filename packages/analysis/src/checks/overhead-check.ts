import { OVERHEAD_LIMIT_MS } from "@wa-routing/protocol";
import type { Analysis } from "../analysis.ts";
import { CONFIDENCE } from "../order/thresholds.ts";
import { isAbove, isSensitive, LEAST_BLOCKS, type OverheadAnswer } from "../overhead/overhead.ts";
import type { OverheadRoute } from "../overhead/overhead-routes.ts";
import { reason } from "../reasons/reason.ts";
import { loadFigures, percentOf } from "../reasons/words.ts";
import { blocksNeeded } from "../statistics/quantile-difference.ts";
import { overheadTable, signed } from "./overhead-table.ts";
import { fail, figure, inconclusive, type Judgement, pass, type SuccessCheck } from "./success-check.ts";

const INTERVAL = `the exact ${percentOf(CONFIDENCE)} % interval of the difference (of the judged quantile; the median over blocks)`;

export const overheadCheck: SuccessCheck = {
  id: "performance.overhead",
  claim: `Through the router under test the slowest requests with a workload context take less than ${OVERHEAD_LIMIT_MS} ms longer than through a second router that serves first come, first served. Where the environment cannot start a second router: than requests without a workload context through the same gateway. What they take without any router is shown beside it, not judged.`,
  witnesses: "the client's clock, from sending to the last byte",
  minimumEvidence: [
    `${LEAST_BLOCKS} blocks of requests by both routes, interleaved, to the same model servers`,
    "every request completed",
  ],
  passes: [`${INTERVAL} is below the limit`],
  fails: [
    "it is above the limit; on a machine so busy that requests of one route differ by as much, by more than these differ",
  ],
  inconclusive: [
    "the interval includes the limit",
    "requests by one of the routes failed",
    "the machine is so busy that the overhead would be hidden, or would be the machine's",
  ],
  notMeasured: "the scenario overhead was not run",
  advice: "Run the scenario overhead.",
  judge(analysis) {
    const { overhead, overheadRoutes: routes } = analysis;
    if (overhead === null && analysis.scenario !== "overhead" && routes.length === 0) return null;
    const judgement =
      overhead === null
        ? inconclusive(reason("overhead-few-blocks", { leastBlocks: LEAST_BLOCKS }), {})
        : judged(analysis, overhead);
    return routes.length === 0 ? judgement : { ...judgement, table: overheadTable(routes) };
  },
  passed: ({ limitMs = OVERHEAD_LIMIT_MS, p99DifferenceMs = 0, baselineIsFcfs = 0 }) => ({
    summary: `Workload-aware routing costs less than ${limitMs} ms.`,
    because: `The slowest requests took ${signed(p99DifferenceMs)} ms against ${baselineIsFcfs > 0 ? "a first-come-first-served router" : "requests without the header"}.`,
  }),
};

function judged({ overheadRoutes, machineLoad }: Analysis, overhead: OverheadAnswer): Judgement {
  const { difference, low, high, limitMs, blocks, confidence, notCompleted, spreadMs, failures } = overhead;
  const baseline = overheadRoutes.find(({ role }) => role === "judged");
  const figures = [
    { name: "p99DifferenceMs", value: difference, low, high, confidence },
    figure("p99Ms", overhead.treatmentMs),
    figure("baselineP99Ms", overhead.baselineMs),
    figure("medianDifferenceMs", overhead.medianDifferenceMs),
    figure("baselineSpreadMs", spreadMs),
    figure("blocks", blocks),
    figure("limitMs", limitMs),
    figure("baselineIsFcfs", baseline?.route === "fcfs" ? 1 : 0),
  ];
  const load = loadFigures(machineLoad);
  if (notCompleted > 0) {
    return inconclusive(reason("overhead-has-holes", { notCompleted }), { figures, evidence: [...failures] });
  }
  if (high < limitMs && isSensitive(overhead)) return pass({ figures });
  const seen = {
    differenceMs: rounded(difference),
    lowMs: rounded(low),
    highMs: rounded(high),
    limitMs,
    blocks,
    against: againstWhat(baseline),
  };
  if (isAbove(overhead)) return fail(reason("overhead-too-high", seen), { figures });
  if (high < limitMs || low > limitMs) {
    return inconclusive(reason("machine-busy", { spreadMs: rounded(spreadMs), limitMs, ...load }), { figures });
  }
  const needed = blocksNeeded(blocks, (high - low) / 2, Math.max(0.1, Math.abs(limitMs - difference)));
  return inconclusive(reason("overhead-undecided", { ...seen, blocksNeeded: needed, ...load }), { figures });
}

function againstWhat(baseline: OverheadRoute | undefined): string {
  switch (baseline?.route) {
    case "fcfs":
      return "through a first-come-first-served router";
    case "direct":
      return "without any router";
    default:
      return "without a workload context";
  }
}

function rounded(ms: number): number {
  return Number(ms.toFixed(2));
}
