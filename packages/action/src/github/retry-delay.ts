/** What an answer says about whether another try makes sense. */
export interface FailedAnswer {
  /** Null: there was none. */
  readonly status: number | null;
  readonly message: string;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
}

/** What GitHub asks to wait for where it limits a token without saying for how long ("at least one minute"). */
export const UNSAID_LIMIT_MS = 60_000;

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 8_000;

/**
 * How long to wait before the next try; null: another try gives the same answer.
 *
 * Source: "Rate limits for the REST API" and "Best practices for using the REST API" of GitHub's documentation.
 *
 * @param failures how often it failed until now, 1 or more
 */
export function retryDelayMs(answer: FailedAnswer, failures: number, nowMs: number): number | null {
  const { status } = answer;
  if (status === null || status >= 500) return Math.min(FIRST_RETRY_MS * 2 ** (failures - 1), LONGEST_RETRY_MS);
  return isLimit(answer) ? limitMs(answer, nowMs) : null;
}

/** Whether the answer is about how often something was asked, not about who asked. */
export function isLimit({ status, message, headers }: FailedAnswer): boolean {
  if (status === 429) return true;
  if (status !== 403) return false;
  return (
    headers["retry-after"] !== undefined ||
    headers["x-ratelimit-remaining"]?.toString() === "0" ||
    /\b(secondary rate|rate limit exceeded)\b/i.test(message)
  );
}

function limitMs({ headers }: FailedAnswer, nowMs: number): number {
  const seconds = Number(headers["retry-after"]);
  if (headers["retry-after"] !== undefined && seconds >= 0) return seconds * 1000;
  const resetSeconds = Number(headers["x-ratelimit-reset"]);
  if (headers["x-ratelimit-remaining"]?.toString() !== "0" || !(resetSeconds > 0)) return UNSAID_LIMIT_MS;
  // The reset is told in whole seconds.
  return Math.max(0, (resetSeconds + 1) * 1000 - nowMs);
}
