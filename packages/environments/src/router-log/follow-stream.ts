import type { LogFollower, LogObserver } from "./router-log.ts";

/** Follows a stream of bytes, such as standard input. Its end before the run's is a gap. */
export function followStream(stream: AsyncIterable<Uint8Array>, observer: LogObserver): LogFollower {
  let lastChunkMs = performance.now();
  let stopped = false;
  const iterator = stream[Symbol.asyncIterator]();
  const read = async () => {
    for (;;) {
      const { done, value } = await iterator.next();
      if (stopped) return;
      if (done) return observer.onGap("the log stream ended before the run did");
      lastChunkMs = performance.now();
      observer.onLogChunk(value);
    }
  };
  read().catch((error: unknown) => {
    if (!stopped) observer.onGap(`the log stream broke off: ${String(error)}`);
  });
  return {
    lastChunkMs: () => lastChunkMs,
    readNow: () => undefined,
    async stop() {
      stopped = true;
      // A pending read of standard input never ends by itself: it is left behind, not awaited.
      void iterator.return?.();
    },
  };
}
