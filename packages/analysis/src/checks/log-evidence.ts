import { type Reason, reason } from "../reasons/reason.ts";
import { toGive } from "../reasons/words.ts";
import { cutShort } from "./cut-short.ts";
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

/** That a log is not whole, or that the run it is of is not. */
export function incompleteLog({ logPoints: counts, log, complete, hindrance }: LoggedEvidence): Reason {
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
