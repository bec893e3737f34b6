import type { Analysis } from "../analysis.ts";
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
    const weak = (summary: string, advice: string): Judgement => ({
      verdict: "inconclusive",
      summary,
      advice,
      figures,
      evidence: [],
    });
    const contradictions = health.dispatchedTwice;
    if (contradictions.length > 0) {
      const summary = contradictions[0] as string;
      return {
        verdict: "fail",
        summary,
        advice: "compare the router's dispatch lines with its queue",
        figures,
        evidence: contradictions,
      };
    }
    if (logged === undefined || aware === undefined || fcfs === undefined) {
      return weak(
        "the log has no dispatch lines that were counted inside the queue",
        "write dispatch_seq, or run the router at -v 5",
      );
    }
    if (analysis.routers.length > 1) {
      return weak(
        `${analysis.routers.length} routers shared the requests: an order exists only inside one`,
        "run against one router: scale it to one replica for the test",
      );
    }
    const unproven = treatment.find((episode) => episode.unproven !== null);
    if (unproven?.unproven != null) return weak(`a trial has no proven queue: ${unproven.unproven}`, "check the gate");
    if (quality === undefined) return weak("no arrivals confirm the log", "give --model-server-admin-url");
    if (quality.poor !== null) {
      return weak(
        `the witnesses disagree: at the model servers ${quality.poor}`,
        "look at the machine's load and the router's -v; watching disturbs",
      );
    }
    const { arrivalRate } = analysis.joins;
    if (arrivalRate === null || arrivalRate < 0.99) {
      return weak(
        `only ${Math.round((arrivalRate ?? 0) * 100)} % of the requests were found at the model servers`,
        "headers may be stripped on the way, or arrivals were lost",
      );
    }
    if (!analysis.complete) return weak("the run did not reach its end", "run it again");
    const { dispatchRate } = analysis.joins;
    if (dispatchRate !== null && dispatchRate < 1) {
      return weak(
        `the log is not whole: it tells of the dispatch of ${(dispatchRate * 100).toFixed(1)} % of the requests`,
        "follow the log from before the run to its end: what is replayed without a request is another queue",
      );
    }
    if (aware.verdict === "refuted") {
      return {
        verdict: "fail",
        summary: logged.text,
        advice: "compare the router's ordering policy with its scores",
        figures,
        evidence: [],
      };
    }
    const inControl = logged.control.find(({ policy }) => policy === "workload-aware");
    if (inControl?.verdict === "refuted") {
      return {
        verdict: "fail",
        summary: `in the control arm requests leave in another order than their scores give: ${inControl.agreeing} of ${inControl.decisivePairs} decisive pairs agree`,
        advice: "compare the router's ordering policy with its scores, for requests without a header too",
        figures,
        evidence: [],
      };
    }
    if (aware.verdict === "explains" && fcfs.verdict === "refuted") {
      return {
        verdict: "pass",
        summary: orderSummary(aware.agreeing, aware.decisivePairs),
        advice: null,
        figures,
        evidence: [logged.text],
      };
    }
    // A scenario whose order fcfs would give as well says nothing here; another one does.
    if (aware.verdict === "explains") return null;
    return weak(logged.text, "run more trials: --trials 10");
  },
  summarise: ({ agreeing = 0, decisivePairs = 0 }) => orderSummary(agreeing, decisivePairs),
};

function orderSummary(agreeing: number, decisivePairs: number): string {
  return `${agreeing} of ${decisivePairs} decisive pairs as the scores give, in the log and at the model servers; fcfs refuted`;
}
