import type { Analysis } from "../analysis.ts";
import { fitOf } from "../order/rule-fit.ts";
import { LEAST_JOINED_SHARE } from "../order/thresholds.ts";
import { CLAIMED_RULE } from "../policy/ordering-rule.ts";
import { type Reason, reason } from "../reasons/reason.ts";
import { percentOf, toGive } from "../reasons/words.ts";
import { evidenceWeaknesses, explanationOf, fewJoined, lateness, refutationOf } from "./order-weakness.ts";
import {
  type Confirmation,
  confirmingWitness,
  fail,
  figure,
  inconclusive,
  OWN_ARRIVALS,
  pass,
  type SuccessCheck,
} from "./success-check.ts";

const ADVICE = "Give --router-log and --model-server-admin-url, and run a scenario that holds a queue.";

/** The order in which requests left is the one that their scores gave, in the log and at the model servers. */
export const dispatchOrder: SuccessCheck = {
  id: "observability.dispatch-order",
  claim: "The logged order of dispatch is the one that the priority scores give, and the model servers saw the same.",
  witnesses:
    "the router's dispatch lines against the replayed rule; arrivals at the model servers against the dispatch lines",
  minimumEvidence: [
    "dispatch lines: their dispatch_seq, counted inside the queue, or else their order, which is not heard where it does not keep the order of the control arm",
    "arrivals",
    "a proven queue in every treatment trial",
  ],
  passes: [
    "the replayed workload-aware rule explains the logged order, under some queue discipline, and no other rule does so better",
    "first come, first served does not",
    "arrivals agree on decided pairs",
  ],
  fails: [
    "the workload-aware rule is refuted in either arm, under every queue discipline",
    "a request is logged as dispatched twice",
  ],
  inconclusive: ["arrivals disagree with the log", "the log is not whole", "there are too few decisive pairs"],
  needs: ["router-log", "arrivals"],
  notMeasured:
    "no router log was given, no scenario held a queue, or first come, first served gives the same order in each that did",
  advice: ADVICE,
  advise: toGive(ADVICE, "Run a scenario that holds a queue, such as basic-priority."),
  figuresAddUp: true,
  judge(analysis, confirmation = OWN_ARRIVALS) {
    const { health, attribution, episodes } = analysis;
    if (health === null || episodes.every(({ arm }) => arm !== "treatment")) return null;
    const logged = attribution.find(({ witness }) => witness === "router-log");
    const aware = logged === undefined ? null : fitOf(logged.fits, CLAIMED_RULE);
    const confirming = confirmingWitness(analysis, confirmation);
    const figures = [
      figure("decisivePairs", aware?.decisivePairs ?? 0),
      figure("agreeing", aware?.agreeing ?? 0),
      figure("pairsComparedWithArrivals", confirming?.pairs ?? 0),
      figure("swappedAtModelServers", confirming?.swapped ?? 0),
    ];
    const [twice] = health.dispatchedTwice;
    if (twice !== undefined)
      return fail(reason("dispatched-twice", twice), { figures, evidence: evidenceOfTwice(health) });
    if (logged === undefined || aware === null) {
      return inconclusive(unseenOf(analysis), { figures });
    }
    const evidence = [logged.text];
    const weaknesses = weaknessesOfLog(analysis, confirmation);
    if (weaknesses.length > 0) return inconclusive(weaknesses, { figures, evidence });
    const refutation = refutationOf(logged);
    if (refutation.length > 0) return fail(refutation, { figures, evidence });
    if (aware.verdict !== "explains") {
      const undecided = [reason("order-undecided", {}), ...lateness(analysis), ...explanationOf(logged)];
      return inconclusive(undecided, { figures, evidence });
    }
    // A scenario whose order fcfs would give as well says nothing here; another one does.
    return fitOf(logged.fits, "fcfs").verdict === "refuted" ? pass({ figures, evidence }) : null;
  },
  passed: ({ agreeing = 0, decisivePairs = 0 }) => ({
    summary: "Requests left in the order of their scores, in the router's log and at the model servers.",
    because: `${agreeing} of ${decisivePairs} pairs left so, and first come, first served does not explain them.`,
  }),
};

function evidenceOfTwice({ dispatchedTwice }: NonNullable<Analysis["health"]>): string[] {
  return dispatchedTwice.map(({ id, times }) => `${id} was logged as dispatched ${times} times`);
}

/** Why the log shows no order. */
export function unseenOf({ witnesses, logPoints: counts }: Analysis): Reason {
  const inLog = witnesses.find(({ witness }) => witness === "router-log");
  if (inLog?.poor?.cause === "swapped") {
    const { swapped, pairs } = inLog.poor;
    return reason("log-lines-swapped", { swapped, pairs });
  }
  const lines = counts?.unnamed.dispatched ?? 0;
  return inLog === undefined && lines > 0
    ? reason("dispatches-unnamed", { lines })
    : reason("no-dispatch-positions", {});
}

/** What the log and the arrivals that confirm it lack, the most telling first. */
function weaknessesOfLog(analysis: Analysis, confirmation: Confirmation): Reason[] {
  const { arrivalRate, dispatchRate } = analysis.joins;
  const found = evidenceWeaknesses(analysis, "router-log", confirmation);
  if (arrivalRate === null || arrivalRate < LEAST_JOINED_SHARE) found.push(fewJoined(arrivalRate ?? 0, "arrivals"));
  if (dispatchRate !== null && dispatchRate < 1) {
    found.push(reason("dispatches-missing", { percent: percentOf(dispatchRate) }));
  }
  return found;
}
