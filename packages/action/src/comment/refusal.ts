import { z } from "zod";
import { GitHubFailure } from "../github/github-failure.ts";
import type { TimeBudget } from "../github/time-budget.ts";
import type { CommentOutcome } from "./comment-request.ts";

/** How far a comment has come. */
export interface Progress {
  /** When the last own write was answered, by `performance.now()`; null: nothing was written. */
  answeredMs: number | null;
  /** What the last write failed with; null: it did not. */
  failure: GitHubFailure | null;
}

/** Why there is no comment, or none that is sure to stay, in one sentence. */
export function refusal(error: unknown, budget: TimeBudget, { answeredMs, failure }: Progress): CommentOutcome {
  const isWritten = answeredMs !== null && failure === null;
  const what = isWritten ? "The comment was written, but others may have undone it" : "The comment was not written";
  return { outcome: "refused", notice: `${what}: ${reasonOf(error, budget, failure)}.` };
}

function reasonOf(error: unknown, budget: TimeBudget, failure: GitHubFailure | null): string {
  if (budget.isCancelled()) return "the job was cancelled";
  if (budget.signal.aborted) {
    const last = failure ?? (error instanceof GitHubFailure ? error : null);
    const why = last === null ? "other jobs kept writing it" : last.message;
    return `it was not done within ${budget.budgetMs / 1000} s (${why})`;
  }
  if (error instanceof z.ZodError) return `GitHub's answer has an unknown form (${z.prettifyError(error)})`;
  return error instanceof Error ? error.message : String(error);
}
