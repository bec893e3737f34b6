import { type Reason, reason } from "../reasons/reason.ts";
import { toGive } from "../reasons/words.ts";
import { silenceOf } from "./log-silence.ts";
import { notUnderstood } from "./log-understanding.ts";
import { fail, figure, inconclusive, pass, type SuccessCheck } from "./success-check.ts";

const ADVICE = "Give --router-log, and read the lines that are quoted.";

export const noErrors: SuccessCheck = {
  id: "functional.no-errors",
  claim: "The router neither fails nor restarts.",
  witnesses: "the router's log; statuses of all requests",
  minimumEvidence: ["a router log with at least one line", "a run that reached its end"],
  passes: ["no error line, apart from those that follow from a client's own abort", "no restart", "no failed request"],
  fails: ["an error line", "a restart after the first request", "a request that failed"],
  inconclusive: ["there is no log, or nothing in it", "the run did not reach its end"],
  notMeasured: "never",
  advice: ADVICE,
  advise: toGive(ADVICE),
  figuresAddUp: true,
  needs: ["router-log"],
  failsOnSight: true,
  judge(analysis) {
    const { health, requests, log } = analysis;
    const { failed = 0, evicted = 0, transport = 0 } = requests.outcomes;
    const failedRequests = failed + evicted + transport;
    // What another program or another run wrote says nothing about this router.
    const heard = notUnderstood(analysis) === null ? health : null;
    const errors = heard?.errors ?? [];
    const restarts = heard?.restarts ?? 0;
    const figures = [
      figure("requests", requests.sent),
      figure("routerErrors", errors.length),
      figure("restarts", restarts),
      figure("failedRequests", failedRequests),
    ];
    const problems: Reason[] = [
      ...errors.slice(0, 1).map((example) => reason("router-error", { errors: errors.length, example })),
      ...(restarts > 0 ? [reason("router-restarted", { restarts })] : []),
      ...(failedRequests > 0
        ? [
            reason("requests-failed", {
              failed: failedRequests,
              sent: requests.sent,
              example: requests.examples[0] ?? null,
            }),
          ]
        : []),
    ];
    if (problems.length > 0) return fail(problems, { figures, evidence: [...errors, ...requests.examples] });
    if (log === null) return inconclusive(reason("no-router-log", {}), { figures });
    if (log.lines === 0) return inconclusive(silenceOf(analysis), { figures });
    if (!analysis.complete) return inconclusive(reason("run-incomplete", {}), { figures });
    return pass({ figures });
  },
  passed: ({ requests = 0 }) => ({
    summary: "The router logged no error, did not restart, and failed no request.",
    because: `Its log was read from the first request to the last, beside the answers to ${requests} requests.`,
  }),
};
