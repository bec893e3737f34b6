import type { Analysis } from "../analysis.ts";
import { type Reason, reason } from "../reasons/reason.ts";
import { isStartedByUs } from "../reasons/situation.ts";

// A banner, a line of a library: as much may stay unread without anything being missed by it.
const FEW_UNREAD_LINES = 5;
const UNREAD_SHARE = 0.05;

/**
 * Why nothing can be said by the log, or by what it does not say: too much of it could not be read, it is of another run, or of
 * another program. Null: it was understood, or there is none.
 */
export function notUnderstood({
  situation,
  log,
  ownEvents,
}: Pick<Analysis, "situation" | "log" | "ownEvents">): Reason | null {
  if (log === null || log.lines === 0) return null;
  const { lines, unknownLines, unknown, foreignEvents, routerLines } = log;
  if (unknownLines === lines || (unknownLines > FEW_UNREAD_LINES && unknownLines > UNREAD_SHARE * lines)) {
    return reason("log-not-understood", { unread: unknownLines, lines, example: unknown[0]?.example ?? "" });
  }
  if (ownEvents > 0) return null;
  if (foreignEvents > 0) return reason("log-of-another-run", { others: foreignEvents });
  if (isStartedByUs(situation) || routerLines > 0) return null;
  return reason("log-of-another-program", { lines });
}
