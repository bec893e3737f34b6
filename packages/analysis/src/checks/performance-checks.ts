import type { Analysis } from "../analysis.ts";
import { isSensitive } from "../overhead.ts";
import { blocksNeeded } from "../statistics/quantile-difference.ts";
import { unfinished } from "./functional-checks.ts";
import { figure, type Judgement, type SuccessCheck } from "./success-check.ts";

export const overheadCheck: SuccessCheck = {
  id: "performance.overhead",
  claim: "The workload context costs less than 5 ms at the 99th percentile.",
  witnesses: "the client's clock, from sending to the last byte",
  minimumEvidence: "seven blocks of requests with and without the header in turn, every request completed",
  passes:
    "the whole exact 95 % interval of the median, over blocks, of the difference of the 99th percentiles lies below the budget",
  fails: "the whole interval lies above the budget",
  inconclusive:
    "the interval holds the budget, requests failed, or the machine is so busy that the overhead would be hidden",
  notMeasured: "the scenario overhead was not run",
  advice: "give it more time, or a quieter machine; the summary says how many blocks would be needed",
  judge(analysis): Judgement | null {
    const { overhead, requests } = analysis;
    if (overhead === null) {
      return analysis.scenario === "overhead" ? tooFewBlocks() : null;
    }
    const { difference, low, high, budgetMs, blocks, confidence } = overhead;
    const figures = [
      { name: "p99DifferenceMs", value: difference, low, high, confidence },
      figure("p99WithContextMs", overhead.treatment),
      figure("p99WithoutContextMs", overhead.control),
      figure("medianDifferenceMs", overhead.medianDifferenceMs),
      figure("spreadWithoutContextMs", overhead.spreadMs),
      figure("blocks", blocks),
    ];
    const seen = `p99 ${signed(difference)} ms (${signed(low)} to ${signed(high)} ms) with the context, over ${blocks} blocks`;
    const notCompleted = requests.sent - (requests.outcomes.completed ?? 0);
    if (notCompleted > 0) {
      const summary = `${notCompleted} requests did not complete; ${seen}`;
      return {
        verdict: "inconclusive",
        summary,
        advice: "see performance.all-complete",
        figures,
        evidence: [...requests.examples],
      };
    }
    if (high < budgetMs && !isSensitive(overhead)) {
      const summary = `the machine is too busy: the 99th percentile without the context is ${overhead.spreadMs.toFixed(1)} ms above the median, and would hide ${budgetMs} ms; ${seen}`;
      const advice = "stop what else runs on this machine, or give it more time";
      return { verdict: "inconclusive", summary, advice, figures, evidence: [] };
    }
    if (high < budgetMs) return { verdict: "pass", summary: seen, advice: null, figures, evidence: [] };
    if (low > budgetMs) {
      return {
        verdict: "fail",
        summary: `${seen}; the budget is ${budgetMs} ms`,
        advice: "profile the router's header reading and ordering",
        figures,
        evidence: [],
      };
    }
    const needed = blocksNeeded(blocks, (high - low) / 2, Math.max(0.1, Math.abs(budgetMs - difference)));
    const advice = `about ${needed} blocks would decide it: a longer budgetMs, or a quieter machine`;
    return {
      verdict: "inconclusive",
      summary: `${seen}; the interval holds the budget of ${budgetMs} ms`,
      advice,
      figures,
      evidence: [],
    };
  },
};

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

function signed(value: number): string {
  return `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(2)}`;
}

export const allComplete: SuccessCheck = {
  id: "performance.all-complete",
  claim: "Every request completes successfully, once.",
  witnesses: "the client's records; arrivals at the model servers",
  minimumEvidence: "a run that reached its end",
  passes: "every planned request was sent and completed, and none arrived at a model server twice",
  fails: "a request that did not complete, or that arrived twice",
  inconclusive: "the run did not reach its end",
  notMeasured: "never",
  advice: "read the errors that are quoted",
  judge(analysis): Judgement {
    const { requests, joins } = analysis;
    const completed = requests.outcomes.completed ?? 0;
    const figures = [
      figure("requests", requests.sent),
      figure("completed", completed),
      figure("duplicatedArrivals", joins.duplicatedArrivals),
    ];
    const advice = "read the errors that are quoted, and the router's log around them";
    if (completed < requests.sent) {
      const summary = `${requests.sent - completed} of ${requests.sent} requests did not complete: ${requests.examples[0]}`;
      return { verdict: "fail", summary, advice, figures, evidence: [...requests.examples] };
    }
    if (joins.duplicatedArrivals > 0) {
      const summary = `${joins.duplicatedArrivals} requests reached a model server more than once`;
      return { verdict: "fail", summary, advice: "look for retries in the proxy or the router", figures, evidence: [] };
    }
    if (!analysis.complete || requests.sent < requests.planned || requests.sent === 0) return unfinished(figures);
    return { verdict: "pass", summary: completeSummary(requests.sent), advice: null, figures, evidence: [] };
  },
  summarise: ({ requests = 0 }) => completeSummary(requests),
};

function completeSummary(requests: number): string {
  return `${requests} of ${requests} requests completed`;
}

export const noTimeouts: SuccessCheck = {
  id: "performance.no-timeouts",
  claim: "No request times out.",
  witnesses: "the client's records",
  minimumEvidence: "a run that reached its end",
  passes: "no request timed out, at the client or in the router's queue",
  fails: "a request that timed out",
  inconclusive: "the run did not reach its end",
  notMeasured: "never",
  advice: "see how long the queue was held, and which requests were left in it",
  judge(analysis: Analysis): Judgement {
    const { requests } = analysis;
    const timedOut = requests.outcomes["timed-out"] ?? 0;
    const figures = [figure("requests", requests.sent), figure("timedOut", timedOut)];
    if (timedOut > 0) {
      const summary = `${timedOut} of ${requests.sent} requests timed out`;
      const advice = "see which workload they belong to: one that is never dispatched starves";
      return { verdict: "fail", summary, advice, figures, evidence: [...requests.examples] };
    }
    if (!analysis.complete || requests.sent === 0) return unfinished(figures);
    return { verdict: "pass", summary: timeoutSummary(requests.sent), advice: null, figures, evidence: [] };
  },
  summarise: ({ requests = 0 }) => timeoutSummary(requests),
};

function timeoutSummary(requests: number): string {
  return `none of ${requests} requests timed out`;
}
