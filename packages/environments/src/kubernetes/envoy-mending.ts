/** Longer than a healthy Envoy takes to reach a new picker. */
const ENVOY_MS = 10_000;

/** How an Envoy is mended that does not reach its picker. */
export interface EnvoyMending {
  /** Returns once every pod is up to date and ready. A new one of the picker needs a dozen seconds, and more on a busy node. */
  whole(signal?: AbortSignal): Promise<void>;
  /** Returns once several fresh connections in a row have been answered. */
  answered(signal?: AbortSignal, deadlineMs?: number): Promise<void>;
  /** Absent: it is not ours to restart. */
  restartEnvoy?(signal?: AbortSignal): Promise<unknown>;
}

/**
 * Waits until a gateway that is whole answers. An Envoy may keep what led to a picker that is gone: one that does not come to an answer
 * in time is restarted once, where it is ours.
 *
 * @returns Whether it was restarted.
 * @throws Whatever `answered` throws in the end.
 */
export async function untilMended(
  { whole, answered, restartEnvoy }: EnvoyMending,
  signal?: AbortSignal,
): Promise<boolean> {
  if (restartEnvoy === undefined) {
    await answered(signal);
    return false;
  }
  try {
    await answered(signal, ENVOY_MS);
    return false;
  } catch {
    signal?.throwIfAborted();
    await restartEnvoy(signal);
    await whole(signal);
    await answered(signal);
    return true;
  }
}
