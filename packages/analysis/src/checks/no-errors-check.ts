import { DISPATCH_LINES_VERBOSITY } from "@wa-routing/protocol";
import { type Reason, reason } from "../reasons/reason.ts";
import { toGive } from "../reasons/words.ts";
import { cutShort } from "./cut-short.ts";
import { lackingLines } from "./log-evidence.ts";
import { isSilentWhenWell, silenceOf } from "./log-silence.ts";
import { notUnderstood } from "./log-understanding.ts";
import { fail, figure, inconclusive, pass, type SuccessCheck } from "./success-check.ts";

const ADVICE = "Give --router-log, and read the lines that are quoted.";

export const noErrors: SuccessCheck = {
  id: "functional.no-errors",
  claim: "The router neither fails nor restarts.",
  witnesses: "the router's log; statuses of all answers",
  minimumEvidence: ["a router log with at least one line", "a run that reached its end"],
  passes: [
    "no error line, apart from those that follow from a client's own abort, or from a model server that did not answer then",
    "no restart",
    "no answer of 5xx",
  ],
  fails: ["an error line", "a restart after the first request", "an answer of 5xx"],
  inconclusive: [
    "there is no log, or nothing in it",
    "the log is known to lack lines",
    "the run did not reach its end",
    "requests got no answer: who lost them is not known",
  ],
  notMeasured: `the picker writes nothing at its -v while it is well, and answered no request 5xx: at -v ${DISPATCH_LINES_VERBOSITY} its log shows more`,
  advice: ADVICE,
  advise: toGive(ADVICE),
  figuresAddUp: true,
  needs: ["router-log"],
  failsOnSight: true,
  judge(analysis) {
    const { health, requests, log } = analysis;
    const { sent, serverErrors } = requests;
    const { transport = 0 } = requests.outcomes;
    const example = requests.examples[0] ?? null;
    // What another program or another run wrote says nothing about this router.
    const heard = notUnderstood(analysis) === null ? health : null;
    const { errors = [], errorLines = 0, restarts = 0 } = heard ?? {};
    const figures = [
      figure("requests", sent),
      figure("routerErrors", errorLines),
      figure("restarts", restarts),
      figure("serverErrors", serverErrors),
      figure("unansweredRequests", transport),
    ];
    const problems: Reason[] = [
      ...errors.slice(0, 1).map((example) => reason("router-error", { errors: errorLines, example })),
      ...(restarts > 0 ? [reason("router-restarted", { restarts })] : []),
      ...(serverErrors > 0 ? [reason("requests-failed", { failed: serverErrors, sent, example })] : []),
    ];
    if (problems.length > 0) return fail(problems, { figures, evidence: [...errors, ...requests.examples] });
    if (log === null) return inconclusive(reason("no-router-log", {}), { figures });
    if (log.lines === 0 && analysis.complete && transport === 0 && isSilentWhenWell(analysis)) return null;
    if (log.lines === 0) return inconclusive(silenceOf(analysis), { figures });
    if (!analysis.complete) return inconclusive(cutShort(analysis), { figures });
    const lacking = lackingLines(analysis);
    if (lacking !== null) return inconclusive(lacking, { figures });
    if (transport > 0) {
      const unanswered = reason("requests-unanswered", { unanswered: transport, sent, example });
      return inconclusive(unanswered, { figures, evidence: [...requests.examples] });
    }
    return pass({ figures });
  },
  passed: ({ requests = 0 }) => ({
    summary: "The router logged no error, did not restart, and answered no request 5xx.",
    because: `Its log was read from the first request to the last, beside the answers to ${requests} requests.`,
  }),
};
