import { DISTURBING_VERBOSITY, LOG_POINTS } from "@wa-routing/protocol";
import type { Analysis } from "../analysis.ts";
import { type Reason, reason } from "../reasons/reason.ts";
import { isOurRouter, isStartedByUs } from "../reasons/situation.ts";

/** Why nothing can be read from a log without a line: one that was followed from its start stayed silent, any other is empty. */
export function silenceOf({ situation }: Pick<Analysis, "situation">): Reason {
  return isStartedByUs(situation) ? reason("log-silent", { verbosity: situation.verbosity }) : reason("log-empty", {});
}

/**
 * Whether a picker that is well writes nothing where it was asked to log as it was: the fork does not, below the -v at which it
 * tells of every request. Then its silence is no sign of anything, and its errors are still read when it writes some.
 */
export function isSilentWhenWell({ situation }: Pick<Analysis, "situation">): boolean {
  const { flavour, verbosity } = situation;
  return isStartedByUs(situation) && flavour === "fork" && verbosity !== null && verbosity < DISTURBING_VERBOSITY;
}

/** Why a log without a single log point says nothing about them; null where their absence is what it says. */
export function quietness({ situation, log }: Pick<Analysis, "situation" | "log">): Reason | null {
  const [gap] = log?.gaps ?? [];
  if (gap !== undefined) return reason("log-lost", { gap });
  // Ours writes them at any -v from 2 on: without them it has failed to.
  if (isStartedByUs(situation) && isOurRouter(situation)) return null;
  if (log?.lines === 0) return silenceOf({ situation });
  const { verbosity } = situation;
  return isStartedByUs(situation) && verbosity !== null && verbosity < DISTURBING_VERBOSITY
    ? reason("log-quiet", { verbosity, points: Object.keys(LOG_POINTS).length })
    : null;
}
