import type { Verdict } from "@wa-routing/protocol";
import type { Analysis } from "../analysis.ts";
import { evidenceWeaknesses, LEAST_JOIN_RATE, type Weakness } from "./order-weakness.ts";
import { figure, type Judgement, type SuccessCheck } from "./success-check.ts";

/** The order in which requests left is the one that their scores gave, in the log and at the model servers. */
export const dispatchOrder: SuccessCheck = {
  id: "observability.dispatch-order",
  claim: "The logged order of dispatch is the one that the priority scores give, and the model servers saw the same.",
  witnesses:
    "the router's dispatch lines against the replayed policy; arrivals at the model servers against the dispatch lines",
  minimumEvidence:
    "dispatch lines that are counted inside the queue, arrivals, a proven queue in every treatment trial",
  passes:
    "the replayed workload-aware policy explains the logged order, fcfs does not, and arrivals agree on decided pairs",
  fails: "the workload-aware policy is refuted in either arm, or a request is logged as dispatched twice",
  inconclusive: "arrivals that disagree with the log, a log that is not whole, too few decisive pairs",
  notMeasured: "no router log was given, or no scenario held a queue",
  advice: "give --router-log and --model-server-admin-url",
  judge(analysis: Analysis): Judgement | null {
    const { health, attribution, witnesses, episodes } = analysis;
    const treatment = episodes.filter(({ arm }) => arm === "treatment");
    if (health === null || treatment.length === 0) return null;
    const logged = attribution.find(({ witness }) => witness === "router-log");
    const aware = logged?.fits.find(({ policy }) => policy === "workload-aware");
    const fcfs = logged?.fits.find(({ policy }) => policy === "fcfs");
    const quality = witnesses.find(({ witness }) => witness === "arrivals");
    const figures = [
      figure("decisivePairs", aware?.decisivePairs ?? 0),
      figure("agreeing", aware?.agreeing ?? 0),
      figure("pairsComparedWithArrivals", quality?.pairs ?? 0),
      figure("swappedAtModelServers", quality?.swapped ?? 0),
    ];
    const found = (verdict: Verdict, summary: string, advice: string | null, evidence: readonly string[] = []) => ({
      verdict,
      summary,
      advice,
      figures,
      evidence,
    });
    const [contradiction] = health.dispatchedTwice;
    if (contradiction !== undefined) {
      return found("fail", contradiction, "compare the router's dispatch lines with its queue", health.dispatchedTwice);
    }
    if (logged === undefined || aware === undefined || fcfs === undefined) {
      const summary = "the log has no dispatch lines that were counted inside the queue";
      return found("inconclusive", summary, "write dispatch_seq, or run the router at -v 5");
    }
    const [weakness, ...others] = weaknessesOfLog(analysis);
    if (weakness !== undefined) {
      const reasons = others.map(({ reason }) => reason);
      return found("inconclusive", weakness.reason, weakness.advice, reasons);
    }
    if (aware.verdict === "refuted") {
      return found("fail", logged.text, "compare the router's ordering policy with its scores");
    }
    const inControl = logged.control.find(({ policy }) => policy === "workload-aware");
    if (inControl?.verdict === "refuted") {
      const summary = `in the control arm requests leave in another order than their scores give: ${inControl.agreeing} of ${inControl.decisivePairs} decisive pairs agree`;
      return found(
        "fail",
        summary,
        "compare the router's ordering policy with its scores, for requests without a header too",
      );
    }
    if (aware.verdict === "explains" && fcfs.verdict === "refuted") {
      return found("pass", orderSummary(aware.agreeing, aware.decisivePairs), null, [logged.text]);
    }
    // A scenario whose order fcfs would give as well says nothing here; another one does.
    if (aware.verdict === "explains") return null;
    return found("inconclusive", logged.text, "run more trials: --trials 10");
  },
  summarise: ({ agreeing = 0, decisivePairs = 0 }) => orderSummary(agreeing, decisivePairs),
};

/** What the log and the arrivals that confirm it lack, the most telling first. */
function weaknessesOfLog(analysis: Analysis): Weakness[] {
  const { arrivalRate, dispatchRate } = analysis.joins;
  const found = evidenceWeaknesses(analysis, "router-log");
  if (arrivalRate === null || arrivalRate < LEAST_JOIN_RATE) {
    found.push({
      reason: `only ${Math.round((arrivalRate ?? 0) * 100)} % of the requests were found at the model servers`,
      advice: "headers may be stripped on the way, or arrivals were lost",
    });
  }
  if (dispatchRate !== null && dispatchRate < 1) {
    found.push({
      reason: `the log is not whole: it tells of the dispatch of ${(dispatchRate * 100).toFixed(1)} % of the requests`,
      advice: "follow the log from before the run to its end: what is replayed without a request is another queue",
    });
  }
  return found;
}

function orderSummary(agreeing: number, decisivePairs: number): string {
  return `${agreeing} of ${decisivePairs} decisive pairs as the scores give, in the log and at the model servers; fcfs refuted`;
}
