import { setTimeout as delay } from "node:timers/promises";
import { type ErrorCode, WaRoutingError } from "@wa-routing/protocol";

/** A condition that is awaited: how long, how often it is looked at, and how a failure is worded. */
export interface Awaited {
  /** What is awaited, for the message: `24 queued requests on the router's gauge`. */
  readonly what: string;
  readonly code: ErrorCode;
  readonly deadlineMs: number;
  readonly everyMs?: number;
  readonly remedy?: string;
  /** Gives up at once. */
  readonly signal?: AbortSignal;
}

/**
 * Looks until the condition holds.
 *
 * @param look Returns `true` when it holds, else what was seen instead, for the message.
 * @throws WaRoutingError with the given code once the deadline has passed; the signal's reason when aborted.
 */
export async function until(awaited: Awaited, look: () => Promise<true | string> | true | string): Promise<void> {
  const deadline = performance.now() + awaited.deadlineMs;
  for (;;) {
    awaited.signal?.throwIfAborted();
    const seen = await look();
    if (seen === true) return;
    if (performance.now() > deadline) {
      throw new WaRoutingError(
        `timed out after ${awaited.deadlineMs / 1000} s: expected ${awaited.what}, last saw ${seen}`,
        {
          code: awaited.code,
          expected: awaited.what,
          value: seen,
          ...(awaited.remedy === undefined ? {} : { remedy: awaited.remedy }),
        },
      );
    }
    await delay(awaited.everyMs ?? 5);
  }
}
