import { judgeOrderClaim, ORDER_RULES, orderClaimCheck } from "./order-claim-check.ts";
import type { Judgement, SuccessCheck } from "./success-check.ts";
import { figure } from "./success-check.ts";

export const criticalityOrder = orderClaimCheck({
  id: "functional.criticality-order",
  claim: "Of requests that wait together, those of higher criticality are dispatched first.",
  advice: "run basic-priority and mixed-stress with a gate and arrivals",
});

export const waitBoost = orderClaimCheck({
  id: "functional.wait-boost",
  claim: "A workload that has waited long on average is dispatched before one of the next higher criticality.",
  advice: "run wait-time-boost; its first wait of 16 s is worth more than one level (12 s)",
});

export const ratePenalty = orderClaimCheck({
  id: "functional.rate-penalty",
  claim: "Of two workloads of equal criticality, the one with the higher request rate is dispatched later.",
  advice: "run request-rate-fairness",
});

export const defaultWorkload: SuccessCheck = {
  id: "functional.default-workload",
  claim:
    "Requests with a missing, malformed or out-of-range header are served, and ordered as the router's rules read them.",
  ...ORDER_RULES,
  passes: `every row is served, the log (where there is one) shows the reading that the rules give, and ${ORDER_RULES.passes.replace(", and the control arm does not show the same", "")}`,
  fails: "a row is refused, is read otherwise than the rules say, or its order refutes the claim",
  advice: "run default-workload; contract rows and their readings are in @wa-routing/protocol's vectors",
  judge(analysis) {
    const readings = analysis.headerReadings;
    const claim = analysis.claims.find(({ check }) => check === "functional.default-workload");
    if (readings === null || claim === undefined) return null;
    const order = judgeOrderClaim(claim, analysis);
    const figures = [...order.figures, figure("headersCompared", readings.compared)];
    const wrong = [...readings.refused, ...readings.mismatches];
    if (wrong.length > 0 && (analysis.complete || readings.answered4xx > 0)) {
      const summary = `${readings.refused.length} rows refused, ${readings.mismatches.length} read otherwise than the rules say: ${wrong[0]}`;
      const advice = "compare the router's header reading with @wa-routing/protocol's vectors";
      return { verdict: "fail", summary, advice, figures, evidence: wrong };
    }
    const read =
      readings.compared > 0
        ? `${readings.compared} headers read as the rules say`
        : "no log says how headers were read";
    return { ...order, summary: `${read}; ${order.summary}`, figures };
  },
};

export const noErrors: SuccessCheck = {
  id: "functional.no-errors",
  claim: "The router neither fails nor restarts.",
  witnesses: "the router's log; statuses of all requests",
  minimumEvidence: "a router log with at least one line, and a run that reached its end",
  passes: "no error line (those that follow from a client's own abort apart), no restart, no 5xx",
  fails: "an error line, a restart after the first request, or a 5xx",
  inconclusive: "no log, an empty log, or a run that did not reach its end",
  notMeasured: "never",
  advice: "give --router-log; read the lines that are quoted",
  judge(analysis): Judgement {
    const { health, requests, log } = analysis;
    const serverErrors =
      (requests.outcomes.failed ?? 0) + (requests.outcomes.evicted ?? 0) + (requests.outcomes.transport ?? 0);
    const figures = [
      figure("requests", requests.sent),
      figure("routerErrors", health?.errors.length ?? 0),
      figure("restarts", health?.restarts ?? 0),
      figure("failedRequests", serverErrors),
    ];
    const problems = [
      ...(health?.errors ?? []),
      ...((health?.restarts ?? 0) > 0 ? [`the router restarted ${health?.restarts} times during the scenario`] : []),
      ...(serverErrors > 0 ? requests.examples : []),
    ];
    const advice = "read the router's log around the quoted lines";
    if (problems.length > 0)
      return { verdict: "fail", summary: problems[0] as string, advice, figures, evidence: problems };
    if (log === null || log.lines === 0) {
      const summary = log === null ? "no failed request, but no router log to look into" : "the router's log is empty";
      return {
        verdict: "inconclusive",
        summary,
        advice: 'give --router-log FILE or command:"…"',
        figures,
        evidence: [],
      };
    }
    if (!analysis.complete) return unfinished(figures);
    return { verdict: "pass", summary: noErrorsSummary(requests.sent), advice: null, figures, evidence: [] };
  },
  summarise: ({ requests = 0 }) => noErrorsSummary(requests),
};

function noErrorsSummary(requests: number): string {
  return `no error line, no restart, no failed request of ${requests}`;
}

export function unfinished(figures: Judgement["figures"]): Judgement {
  const summary = "the run did not reach its end";
  return {
    verdict: "inconclusive",
    summary,
    advice: "run it again; run.json says why it ended",
    figures,
    evidence: [],
  };
}
