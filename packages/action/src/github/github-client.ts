import { Octokit } from "@octokit/core";
import { paginateRest } from "@octokit/plugin-paginate-rest";
import { apiFetch } from "./api-fetch.ts";
import { failureReason, GitHubFailure } from "./github-failure.ts";
import { type FailedAnswer, retryDelayMs } from "./retry-delay.ts";
import type { TimeBudget } from "./time-budget.ts";

/** GitHub's REST API with every page, and its GraphQL API. */
export type GitHubClient = InstanceType<typeof PaginatingOctokit>;

const PaginatingOctokit = Octokit.plugin(paginateRest);

/** No answer within this time is none. */
const ATTEMPT_MS = 10_000;

const silent = () => undefined;

/**
 * A client whose calls take no longer than the budget, all together. What only reads or removes is tried again within it; a text that
 * is written is not: it rests on what was read, which would be old by then.
 *
 * @param of `apiUrl`: `GITHUB_API_URL`, without a slash at its end; `attemptMs`: how long an answer may take; default: 10 s
 * @throws GitHubFailure from every call: why it was not done, without the token
 */
export async function openGitHub(of: {
  readonly token: string;
  readonly apiUrl: string;
  readonly budget: TimeBudget;
  readonly attemptMs?: number;
}): Promise<GitHubClient> {
  const { token, apiUrl, budget, attemptMs = ATTEMPT_MS } = of;
  const octokit = new PaginatingOctokit({
    auth: token,
    baseUrl: apiUrl,
    userAgent: "wa-routing-action",
    request: { fetch: await apiFetch(apiUrl, process.env) },
    log: { debug: silent, info: silent, warn: silent, error: silent },
  });
  octokit.hook.wrap("request", async (request, options) => {
    const path = options.url.replace(apiUrl, "").replace(/\?.*$/, "");
    const call = { method: options.method, path, apiUrl };
    for (let failures = 1; ; failures++) {
      try {
        const signal = AbortSignal.any([budget.signal, AbortSignal.timeout(attemptMs)]);
        return await request({ ...options, request: { ...options.request, signal } });
      } catch (error) {
        const answer = answerOf(error);
        const retryMs = budget.signal.aborted ? null : retryDelayMs(answer, failures, Date.now());
        if (retryMs === null || !isRepeatable(call) || !budget.allows(retryMs)) {
          const reason = failureReason(call, answer).replaceAll(token, "***");
          throw new GitHubFailure(reason, { status: answer.status, retryMs });
        }
        await budget.pause(retryMs);
      }
    }
  });
  return octokit;
}

function isRepeatable({ method, path }: { readonly method: string; readonly path: string }): boolean {
  return method === "GET" || method === "DELETE" || path.endsWith("/graphql");
}

/** Octokit gives the status 500 to what never got an answer. */
function answerOf(error: unknown): FailedAnswer {
  const { message = String(error), status, response } = error as Partial<FailedAnswer & { response: FailedAnswer }>;
  if (response === undefined) return { status: null, message, headers: {} };
  return { status: status ?? null, message, headers: response.headers ?? {} };
}
