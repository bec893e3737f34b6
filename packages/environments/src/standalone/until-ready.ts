import { isWaRoutingError, WaRoutingError } from "@wa-routing/protocol";
import type { EnvironmentParts } from "../process/environment-parts.ts";
import { lastWordsOf } from "../process/last-words.ts";
import { until } from "../until.ts";

const READY_MS = 30_000;

/** What is waited for: while all of its processes run, and nobody has given up. */
interface Starting extends Pick<EnvironmentParts, "failure" | "signal"> {
  /** The log of the program that is waited for. */
  readonly log: string;
  /** Default 30 s. */
  readonly deadlineMs?: number;
}

/**
 * Waits for an environment that is starting, and no longer than all of its processes run.
 *
 * @throws WaRoutingError `ENVIRONMENT_NOT_STARTED`: what was awaited, what was seen instead and the program's last words, or which
 *   process ended and why; the signal's reason when the start is aborted.
 */
export async function untilReady(
  { failure, signal, log, deadlineMs = READY_MS }: Starting,
  what: string,
  look: () => Promise<true | string>,
): Promise<void> {
  const notStarted = (message: string) =>
    new WaRoutingError(message, {
      code: "ENVIRONMENT_NOT_STARTED",
      expected: `it to run until ${what}`,
      value: message,
    });
  try {
    await until({ what, code: "ENVIRONMENT_NOT_STARTED", deadlineMs, everyMs: 20, signal }, async () => {
      const broken = failure();
      if (broken !== null) throw notStarted(broken);
      return await look();
    });
  } catch (error) {
    // A program that has ended has said its last words already.
    if (!isWaRoutingError(error) || failure() !== null) throw error;
    throw notStarted(`${error.message}; its last words: ${lastWordsOf(log) || "none"}`);
  }
}
