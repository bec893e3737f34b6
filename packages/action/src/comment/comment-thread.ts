import { z } from "zod";
import { type GitHubClient, openGitHub } from "../github/github-client.ts";
import { GitHubFailure } from "../github/github-failure.ts";
import type { TimeBudget } from "../github/time-budget.ts";
import { isCommentOf, parseSections } from "./comment-body.ts";
import type { CommentRequest } from "./comment-request.ts";
import { newestSections } from "./comment-section.ts";
import type { StandingComment } from "./next-step.ts";

const commentSchema = z.object({
  id: z.int(),
  html_url: z.string(),
  body: z.string().nullish(),
  updated_at: z.iso.datetime({ offset: true }),
  user: z.object({ login: z.string() }).nullish(),
});

const viewerSchema = z.object({ viewer: z.object({ login: z.string() }) });

type WrittenComment = z.output<typeof commentSchema>;

/** What a look at a pull request shows. */
export interface Look {
  /** By id, the lowest first. */
  readonly comments: readonly StandingComment[];
  /** For how long they have been as they are at least, by GitHub's own clock, which tells whole seconds. */
  readonly unchangedMs: number;
}

/** Both the time of an answer and that of a write are told in whole seconds. */
const CLOCK_STEP_MS = 1_000;

/** The comments of one pull request that are ours, and what can be done to them. */
export interface CommentThread {
  look(): Promise<Look>;
  create(body: string): Promise<void>;
  /** Whether the comment is still as it was seen, by a look that is young enough to write upon. */
  isStill(comment: StandingComment): Promise<boolean>;
  update(comment: StandingComment, body: string): Promise<void>;
  remove(comment: StandingComment): Promise<void>;
}

/** @throws GitHubFailure from here and from everything that the thread does */
export async function openThread(
  request: CommentRequest,
  budget: TimeBudget,
  settleMs: number,
): Promise<CommentThread> {
  const { token, apiUrl, repository, pullRequest, identity } = request;
  const [owner = "", repo = ""] = repository.split("/");
  const github = await openGitHub({ token, apiUrl, budget });
  const login = await ownLogin(github);
  const isOurs = ({ user, body }: WrittenComment) => user?.login === login && isCommentOf(body ?? "", identity);
  const thread = { owner, repo, issue_number: pullRequest };
  const list = async () => {
    let nowMs = 0;
    const route = "GET /repos/{owner}/{repo}/issues/{issue_number}/comments";
    const all = await github.paginate(route, { ...thread, per_page: 100 }, ({ data, headers }) => {
      nowMs = Date.parse(headers.date ?? "") || 0;
      return data;
    });
    return { ours: z.array(commentSchema).parse(all).filter(isOurs), nowMs };
  };
  return {
    async look() {
      const { ours, nowMs } = await list();
      const lastMs = Math.max(...ours.map(({ updated_at }) => Date.parse(updated_at)));
      return {
        comments: ours.map(standing).toSorted((left, right) => left.id - right.id),
        unchangedMs: Math.max(0, nowMs - lastMs - CLOCK_STEP_MS),
      };
    },
    async create(body) {
      await github.request("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", { ...thread, body });
    },
    async isStill({ id, body }) {
      const beganMs = performance.now();
      const route = "GET /repos/{owner}/{repo}/issues/comments/{comment_id}";
      const now = await ifThere(() => github.request(route, { owner, repo, comment_id: id }));
      // Where it is not found by itself, its list still tells.
      const shown = now === null ? (await list()).ours.find((each) => each.id === id) : commentSchema.parse(now.data);
      return shown?.body === body && performance.now() - beganMs <= settleMs;
    },
    async update({ id }, body) {
      const route = "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}";
      await github.request(route, { owner, repo, comment_id: id, body });
    },
    async remove({ id }) {
      await ifThere(() =>
        github.request("DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}", { owner, repo, comment_id: id }),
      );
    },
  };
}

/** Whose comments `github.token` writes. */
const WORKFLOW_LOGIN = "github-actions[bot]";

const userSchema = z.object({ login: z.string() });

/** Who the token is. `GET /user` refuses the tokens of apps, and `github.token` is one; the query answers every kind, where there is GraphQL. */
async function ownLogin(github: GitHubClient): Promise<string> {
  const told = await unlessRefused(
    async () => viewerSchema.parse(await github.graphql("query { viewer { login } }")).viewer,
  );
  const user = told ?? (await unlessRefused(async () => userSchema.parse((await github.request("GET /user")).data)));
  return user?.login ?? WORKFLOW_LOGIN;
}

/** Null: the server answers no such question, or not to this token. That the token is no good at all is no answer to go on with. */
async function unlessRefused<Answer>(ask: () => Promise<Answer>): Promise<Answer | null> {
  try {
    return await ask();
  } catch (error) {
    const isRefused =
      error instanceof GitHubFailure && error.retryMs === null && error.status !== null && error.status !== 401;
    if (isRefused || error instanceof z.ZodError || (error instanceof Error && error.name === "GraphqlResponseError"))
      return null;
    throw error;
  }
}

/** Null: another leg has removed the comment in the meantime. */
async function ifThere<Answer>(ask: () => Promise<Answer>): Promise<Answer | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof GitHubFailure && error.status === 404) return null;
    throw error;
  }
}

function standing({ id, html_url, body }: WrittenComment): StandingComment {
  const written = body ?? "";
  return { id, url: html_url, body: written, sections: newestSections(parseSections(written)) };
}
