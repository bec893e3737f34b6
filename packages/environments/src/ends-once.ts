/** What is ended by `close()`, or by the end of its `await using` block. */
export interface Closable extends AsyncDisposable {
  /** Ends it. Asked again, and whichever way, it is the same end that is waited for. */
  close(): Promise<void>;
}

/** Both ways of ending, over one end that happens once. */
export function endsOnce(end: () => Promise<void>): Closable {
  let ending: Promise<void> | undefined;
  const close = () => {
    ending ??= end();
    return ending;
  };
  return { close, [Symbol.asyncDispose]: close };
}

/** Ends one thing, and then another, whatever becomes of the first. */
export function endsWith(first: Closable, then: () => Promise<void>): Closable {
  return endsOnce(async () => {
    try {
      await first.close();
    } finally {
      await then();
    }
  });
}
