import type { Analysis } from "../analysis.ts";
import { unfinished } from "./functional-checks.ts";
import { figure, type Judgement, type SuccessCheck } from "./success-check.ts";

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
