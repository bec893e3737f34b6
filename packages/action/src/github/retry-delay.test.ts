import { expect, test } from "vitest";
import { isLimit, retryDelayMs, UNSAID_LIMIT_MS } from "./retry-delay.ts";

const NOW_MS = 1_000_000;
const SECONDARY = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";

test.each([
  ["no answer", null, "connect ECONNREFUSED", {}, 500],
  ["a server's error", 502, "Bad Gateway", {}, 500],
  ["429 that says when", 429, "", { "retry-after": "7" }, 7_000],
  ["429 that does not", 429, "", {}, UNSAID_LIMIT_MS],
  ["a secondary limit that says when", 403, SECONDARY, { "retry-after": "0" }, 0],
  ["a secondary limit that does not", 403, SECONDARY, {}, UNSAID_LIMIT_MS],
  [
    "a spent hour",
    403,
    "API rate limit exceeded",
    { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1005" },
    6_000,
  ],
  ["a reset that is over", 403, "", { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "900" }, 0],
  ["a date in Retry-After", 429, "", { "retry-after": "Thu, 01 Jan 2026 00:00:00 GMT" }, UNSAID_LIMIT_MS],
  ["a missing permission", 403, "Resource not accessible by integration", { "x-ratelimit-remaining": "4999" }, null],
  ["what is not there", 404, "Not Found", {}, null],
  ["a refused text", 422, "Validation Failed", {}, null],
  ["a bad token", 401, "Bad credentials", {}, null],
] as const)("%s", (_, status, message, headers, expected) => {
  const answer = { status, message, headers };
  expect(retryDelayMs(answer, 1, NOW_MS)).toBe(expected);
  expect(isLimit(answer)).toBe(expected !== null && status !== null && status < 500);
});

test("a server that keeps failing is asked less and less often, and no less than every eight seconds", () => {
  const delays = [1, 2, 3, 4, 5, 6, 20].map((failures) =>
    retryDelayMs({ status: 500, message: "", headers: {} }, failures, 0),
  );
  expect(delays).toEqual([500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000]);
});
