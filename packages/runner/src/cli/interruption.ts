const SIGNAL_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Does work that SIGINT and SIGTERM interrupt: its signal is aborted, and the exit code becomes 130 or 143.
 *
 * @returns Whether the work came to its end. Its errors are thrown, but for those of an interrupted one.
 */
export async function interruptible(work: (signal: AbortSignal) => Promise<void>): Promise<boolean> {
  const interruption = new AbortController();
  const onSignal = (signal: keyof typeof SIGNAL_CODES) => {
    process.exitCode = SIGNAL_CODES[signal];
    interruption.abort(new Error(`interrupted by ${signal}`));
  };
  // Not once: a library that sees no other listener left would end the process at once.
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal);
  try {
    await work(interruption.signal);
    return true;
  } catch (error) {
    if (!interruption.signal.aborted) throw error;
    return false;
  }
}
