import { setImmediate } from "node:timers/promises";
import { isWaRoutingError } from "@wa-routing/protocol";
import { EXIT_CODES } from "../exit-code.ts";
import { onEndOf } from "./end-of-starter.ts";
import { Interruption } from "./interruption.ts";
import { underWay } from "./last-resort.ts";

/** The exit codes of signals that cut work short. */
export const SIGNAL_CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;
type InterruptingSignal = keyof typeof SIGNAL_CODES;

/** How interruptible work ended: `whole`, it came to its end; `interrupted`, whether a signal came, even after it had. */
export interface Ending {
  readonly whole: boolean;
  readonly interrupted: boolean;
}

/**
 * Does work that SIGHUP, SIGINT and SIGTERM interrupt, and so do the end of the npm that started it, and an error that nobody caught:
 * its signal is aborted with an {@link Interruption}, and the exit code becomes 129, 130, 143, or 4, whatever the work has made of it.
 *
 * @param work May say by `conclude` that what it came to stands: what would have interrupted it then aborts the signal that
 *   `conclude` returns, and nothing else.
 * @returns How it ended. Its errors are thrown; of an interrupted one, only those that say more than that.
 */
export async function interruptible(
  work: (signal: AbortSignal, conclude: () => AbortSignal) => Promise<void>,
): Promise<Ending> {
  const interruption = new AbortController();
  let afterwards: AbortController | null = null;
  let exitCode: number | null = null;
  const conclude = () => {
    afterwards ??= new AbortController();
    return afterwards.signal;
  };
  const interrupt = (code: number, reason: string) => {
    if (afterwards !== null) return afterwards.abort(new Interruption(reason, code));
    exitCode ??= code;
    interruption.abort(new Interruption(reason, exitCode));
  };
  const onSignal = (signal: InterruptingSignal) => interrupt(SIGNAL_CODES[signal], `interrupted by ${signal}`);
  const signals = Object.keys(SIGNAL_CODES) as InterruptingSignal[];
  // Not once: a library that sees no other listener left would end the process at once.
  for (const signal of signals) process.on(signal, onSignal);
  const unwatch = onEndOf("package-manager", () =>
    interrupt(SIGNAL_CODES.SIGTERM, "interrupted: npm, which had started it, has ended"),
  );
  const settled = underWay((what) => interrupt(EXIT_CODES.environment, what));
  try {
    await work(interruption.signal, conclude).finally(heard);
    return { whole: true, interrupted: exitCode !== null };
  } catch (error) {
    if (!interruption.signal.aborted || isWaRoutingError(error)) throw error;
    return { whole: false, interrupted: true };
  } finally {
    if (exitCode !== null) process.exitCode = exitCode;
    settled();
    unwatch();
    for (const signal of signals) process.off(signal, onSignal);
  }
}

/** A signal that came while something was computed is heard when the event loop has polled once more: between two immediates. */
async function heard(): Promise<void> {
  await setImmediate();
  await setImmediate();
}
