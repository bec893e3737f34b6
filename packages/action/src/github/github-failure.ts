import { permissionFor } from "./permissions.ts";
import { type FailedAnswer, isLimit } from "./retry-delay.ts";

/** What GitHub did not do, and why: its message is the part of a sentence that says so. */
export class GitHubFailure extends Error {
  override readonly name = "GitHubFailure";
  readonly status: number | null;
  /** How long to wait before another try; null: it would give the same answer. */
  readonly retryMs: number | null;

  constructor(reason: string, of: { readonly status: number | null; readonly retryMs: number | null }) {
    super(reason);
    this.status = of.status;
    this.retryMs = of.retryMs;
  }
}

const LONGEST_ANSWER = 300;

/** Which permission is missing, or what the API said: the part of a sentence that comes after a colon. */
export function failureReason(
  call: { readonly method: string; readonly path: string; readonly apiUrl: string },
  answer: FailedAnswer,
): string {
  const { method, path, apiUrl } = call;
  const { status } = answer;
  const route = `${method} ${path}`;
  const said = oneLine(answer.message);
  if (status === null) return `the GitHub API at ${new URL(apiUrl).origin} could not be reached (${said})`;
  if (status >= 500) return `the GitHub API answered ${status} to ${route} (${said})`;
  if (isLimit(answer)) return `GitHub limits how often this token may ask (${status} to ${route}: ${said})`;
  const permission = permissionFor(method, path);
  const needs =
    permission === null
      ? ""
      : `; the token needs the permission \`${permission}\`, which it has not on a pull request from a fork or Dependabot`;
  if (status === 401) return `GitHub does not accept the token (401: ${said})`;
  if (status === 403) return `GitHub forbids it (403 to ${route}: ${said})${needs}`;
  if (status === 404) return `GitHub does not find it, or the token may not see it (404 to ${route}: ${said})${needs}`;
  return `GitHub refused ${route} (${status}: ${said})`;
}

function oneLine(text: string): string {
  const line = text
    .replace(/\s+/g, " ")
    .replace(/ - https:\/\/docs\.github\.com\S*$/, "")
    .replace(/\.$/, "")
    .trim();
  return line.length > LONGEST_ANSWER ? `${line.slice(0, LONGEST_ANSWER)}…` : line;
}
