import { reason } from "../reasons/reason.ts";
import { cutShort } from "./cut-short.ts";
import { gateFailed } from "./gate-failed.ts";
import { fail, figure, inconclusive, pass, type SuccessCheck } from "./success-check.ts";

export const allComplete: SuccessCheck = {
  id: "performance.all-complete",
  claim: "Every request completes successfully, once.",
  witnesses: "the client's records; arrivals at the model servers",
  minimumEvidence: ["a run that reached its end"],
  passes: ["every planned request was sent and completed", "none arrived at a model server twice"],
  fails: ["a request that did not complete", "a request that arrived twice"],
  inconclusive: [
    "the run did not reach its end",
    "requests that this machine could not send, or gave up itself",
    "the run's own gate failed, and requests waited too long",
  ],
  notMeasured: "never",
  advice: "Read the errors that are quoted.",
  figuresAddUp: true,
  judge(analysis) {
    const { requests, joins } = analysis;
    const { sent, planned, examples } = requests;
    const { completed = 0, local = 0, aborted = 0 } = requests.outcomes;
    const byGate = Object.values(requests.endedByGate).reduce((sum, count) => sum + count, 0);
    const notCompleted = sent - completed - local - aborted - byGate;
    const figures = [
      figure("requests", sent),
      figure("completed", completed),
      figure("duplicatedArrivals", joins.duplicatedArrivals),
    ];
    if (notCompleted > 0) {
      const missing = { notCompleted, sent, example: examples[0] ?? null };
      return fail(reason("requests-not-completed", missing), { figures, evidence: [...examples] });
    }
    if (joins.duplicatedArrivals > 0) {
      return fail(reason("duplicated-arrivals", { requests: joins.duplicatedArrivals }), { figures });
    }
    const ourGate = gateFailed(analysis, byGate);
    if (ourGate !== null) return inconclusive(ourGate, { figures, evidence: [...examples] });
    if (!analysis.complete || sent < planned || sent === 0) {
      return inconclusive(cutShort(analysis), { figures });
    }
    if (local + aborted > 0) {
      const missing = { notSent: local + aborted, sent, example: examples[0] ?? null };
      return inconclusive(reason("requests-not-sent", missing), { figures, evidence: [...examples] });
    }
    return pass({ figures });
  },
  passed: ({ requests = 0 }) => ({
    summary: `All ${requests} requests completed.`,
    because: "The client read every answer to its end.",
  }),
};
