import { setTimeout as sleep } from "node:timers/promises";

/** How long something may take altogether, with every wait and every retry. */
export interface TimeBudget {
  readonly budgetMs: number;
  /** Aborts when the time is spent, or when whoever set the budget gave up. */
  readonly signal: AbortSignal;
  /** Whether it was given up from outside, and not for lack of time. */
  isCancelled(): boolean;
  /** Whether a wait of this length would end in time. */
  allows(waitMs: number): boolean;
  /** Waits. Throws what {@link TimeBudget.signal} says as soon as it aborts. */
  pause(waitMs: number): Promise<void>;
}

/** A budget that begins now. */
export function timeBudget(budgetMs: number, cancelled?: AbortSignal): TimeBudget {
  const deadlineMs = performance.now() + budgetMs;
  const timeout = AbortSignal.timeout(Math.ceil(budgetMs));
  const signal = cancelled === undefined ? timeout : AbortSignal.any([timeout, cancelled]);
  return {
    budgetMs,
    signal,
    isCancelled: () => cancelled?.aborted === true,
    allows: (waitMs) => performance.now() + waitMs < deadlineMs,
    pause: (waitMs) => sleep(waitMs, undefined, { signal }),
  };
}
