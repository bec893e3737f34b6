import { LOG_POINTS } from "@wa-routing/protocol";
import { type Reason, reason } from "../reasons/reason.ts";
import { toGive } from "../reasons/words.ts";
import { cutShort } from "./cut-short.ts";
import { notUnderstood } from "./log-understanding.ts";
import type { LoggedEvidence, SuccessCheck } from "./success-check.ts";

const ADVICE =
  "Give --router-log, and follow it from before the run to its end: a stream loses nothing, kubectl logs after the run may.";

/** What checks of the router's log have in common. */
export const FOLLOWED_LOG = {
  needs: ["router-log"],
  notMeasured: "no router log was given, or no scenario ran",
  advice: ADVICE,
  advise: toGive(ADVICE, "Run a scenario that sends requests."),
} as const satisfies Partial<SuccessCheck>;

/**
 * That lines are known to be lacking, of whichever requests: then what does not stand in the log says nothing. Null: none is.
 * A request in the middle that lacks lines may be one that its router does not write about.
 */
export function lackingLines(analysis: LoggedEvidence): Reason | null {
  const { log, logPoints: counts, ownEvents } = analysis;
  if (log === null || notUnderstood(analysis) !== null) return null;
  const { requestsSeen: seen = 0, requestsCompleted: completed = 0, unseenFirst = 0, unseenLast = 0 } = counts ?? {};
  const begunLateOrEndedEarly = unseenFirst + unseenLast > 0 && seen + unseenFirst + unseenLast === completed;
  const brokeOff = log.damage.some(({ lacks }) => lacks.length === 0);
  const isLacking = log.missingSeq > 0 || begunLateOrEndedEarly || brokeOff || isOfOtherScenarios({ log, ownEvents });
  return isLacking ? incompleteLog(analysis) : null;
}

/** Whether the router has written its log points, but none in this scenario: the log ended before, or began after it. */
export function isOfOtherScenarios({ log, ownEvents }: Pick<LoggedEvidence, "log" | "ownEvents">): boolean {
  return ownEvents === 0 && log !== null && log.markedLines > 0 && log.foreignEvents === 0;
}

/** That the router is known not to have written a log point for some requests; null: it is not. */
export function neverWritten({ logPoints: counts, log }: LoggedEvidence): Reason | null {
  const unwritten = counts?.unwritten ?? null;
  if (counts === null || unwritten === null || log === null || log.missingSeq + log.damagedLines > 0) return null;
  return reason("log-points-unwritten", {
    requests: unwritten.requests,
    completed: counts.requestsCompleted,
    points: unwritten.points.map((point) => LOG_POINTS[point]).join(", "),
    workloads: unwritten.workloads.join(", "),
  });
}

/** That a log is not whole, or that the run it is of is not. */
export function incompleteLog(analysis: LoggedEvidence): Reason {
  const unwritten = neverWritten(analysis);
  if (unwritten !== null) return unwritten;
  const { logPoints: counts, log, complete, hindrance } = analysis;
  const lacking = Math.max(0, ...Object.values(counts?.lacking ?? {}));
  const figures = {
    seen: counts?.requestsSeen ?? 0,
    completed: counts?.requestsCompleted ?? 0,
    lacking,
    missingSeq: log?.missingSeq ?? 0,
    damaged: log?.damagedLines ?? 0,
  };
  const isWhole = figures.seen === figures.completed && lacking + figures.missingSeq + figures.damaged === 0;
  return isWhole && !complete ? cutShort({ hindrance }) : reason("log-incomplete", figures);
}
