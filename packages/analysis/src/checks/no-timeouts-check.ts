import { reason } from "../reasons/reason.ts";
import { cutShort } from "./cut-short.ts";
import { gateFailed } from "./gate-failed.ts";
import { fail, figure, inconclusive, pass, type SuccessCheck } from "./success-check.ts";

export const noTimeouts: SuccessCheck = {
  id: "performance.no-timeouts",
  claim: "No request times out.",
  witnesses: "the client's records; the router's answers, and its log's outcomes",
  minimumEvidence: ["a run that reached its end"],
  passes: ["no request timed out: at the client, in the router's queue, or by an answer that says so"],
  fails: ["a request that timed out"],
  inconclusive: ["the run did not reach its end", "the run's own gate failed, and requests waited too long"],
  notMeasured: "never",
  advice: "See how long the queue was held, and which requests were left in it.",
  figuresAddUp: true,
  judge(analysis) {
    const { complete, timeouts } = analysis;
    const { sent, examples } = analysis.requests;
    const { requests: timedOut, expiredInQueue: expired, byGate } = timeouts;
    const figures = [figure("requests", sent), figure("timedOut", timedOut), figure("expiredInQueue", expired)];
    if (timedOut > 0) {
      return fail(reason("requests-timed-out", { timedOut, expired, sent }), { figures, evidence: [...examples] });
    }
    const ourGate = gateFailed(analysis, byGate);
    if (ourGate !== null) return inconclusive(ourGate, { figures, evidence: [...examples] });
    if (!complete || sent === 0) return inconclusive(cutShort(analysis), { figures });
    return pass({ figures });
  },
  passed: ({ requests = 0 }) => ({
    summary: `None of ${requests} requests timed out.`,
    because: "The client waited for each of them to end.",
  }),
};
