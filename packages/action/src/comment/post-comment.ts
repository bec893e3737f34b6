import { GitHubFailure } from "../github/github-failure.ts";
import { type TimeBudget, timeBudget } from "../github/time-budget.ts";
import { renderComment } from "./comment-body.ts";
import { type CommentOutcome, type CommentRequest, DEFAULT_BUDGET_MS, DEFAULT_SETTLE_MS } from "./comment-request.ts";
import { type CommentSection, newestSections } from "./comment-section.ts";
import type { CommentThread, Look } from "./comment-thread.ts";
import { type NextStep, nextStep } from "./next-step.ts";
import { newerReason, reasonToLeave, withOwnSection } from "./own-section.ts";
import { type Progress, refusal } from "./refusal.ts";

/**
 * Writes one job's section into the pull request's comment, beside those of other jobs that write at the same time.
 *
 * Never throws: who may not write, or cannot be heard within the budget, is told so by a notice.
 */
export async function postComment(request: CommentRequest): Promise<CommentOutcome> {
  const budget = timeBudget(request.budgetMs ?? DEFAULT_BUDGET_MS, request.signal);
  const progress: Progress = { answeredMs: null, failure: null };
  try {
    if (request.token === "") throw new Error(NO_TOKEN);
    return await converge(request, budget, progress);
  } catch (error) {
    return refusal(error, budget, progress);
  }
}

const NO_TOKEN = "there is no token; the input github-token takes one with the permission `pull-requests: write`";

const NO_ROOM =
  "it has no room for the sections of so many jobs, even in their short form; give some of them another comment-key";

async function converge(request: CommentRequest, budget: TimeBudget, progress: Progress): Promise<CommentOutcome> {
  const { settleMs = DEFAULT_SETTLE_MS, identity, version } = request;
  // Octokit is heavy, and most runs post nothing.
  const { openThread } = await import("./comment-thread.ts");
  const thread = await openThread(request, budget, settleMs);
  let seen = null as { readonly shown: string; readonly sinceMs: number } | null;
  for (;;) {
    const beganMs = performance.now();
    const look = await thread.look();
    const endedMs = performance.now();
    const isFirstLook = seen === null;
    if (isFirstLook) {
      const left = leftAlone(request, look);
      if (left !== null) return left;
    }
    const shown = JSON.stringify(look.comments.map(({ id, body }) => [id, body]));
    if (seen?.shown !== shown) seen = { shown, sinceMs: endedMs };
    const step = nextStep({
      comments: look.comments,
      unchangedMs: Math.max(look.unchangedMs, beganMs - seen.sinceMs),
      sinceWriteMs: progress.answeredMs === null ? null : beganMs - progress.answeredMs,
      isFirstLook,
      leg: identity.leg,
      version,
      settleMs,
      die: Math.random(),
    });
    if (step.step === "done") {
      const newer = newerReason(version, ownIn(look, identity.leg));
      const { url } = step.comment;
      return newer === null ? { outcome: "posted", url } : { outcome: "unchanged", url, reason: newer };
    }
    await take(step, look, { request, thread, budget, progress });
  }
}

/** What becomes of a request that has nothing to write; null: it has. */
function leftAlone(request: CommentRequest, look: Look): CommentOutcome | null {
  const reason = reasonToLeave(request, ownIn(look, request.identity.leg));
  return reason === null ? null : { outcome: "unchanged", url: look.comments[0]?.url ?? null, reason };
}

function ownIn(look: Look, leg: string): CommentSection | undefined {
  return newestSections(sectionsIn(look)).find(({ facts }) => facts.leg === leg);
}

function sectionsIn({ comments }: Look): CommentSection[] {
  return comments.flatMap(({ sections }) => sections);
}

interface Taken {
  readonly request: CommentRequest;
  readonly thread: CommentThread;
  readonly budget: TimeBudget;
  readonly progress: Progress;
}

async function take(step: Exclude<NextStep, { step: "done" }>, look: Look, of: Taken): Promise<void> {
  const { request, thread, budget, progress } = of;
  if (step.step === "wait") return await budget.pause(step.waitMs);
  if (step.step === "remove") {
    for (const comment of step.comments) await thread.remove(comment);
    return;
  }
  const body = renderComment(request.identity, withOwnSection(request, sectionsIn(look)), request.identity.leg);
  if (body === null) throw new Error(NO_ROOM);
  if (step.step === "update" && !(await thread.isStill(step.comment))) return;
  try {
    await (step.step === "create" ? thread.create(body) : thread.update(step.comment, body));
    progress.failure = null;
  } catch (error) {
    if (!(error instanceof GitHubFailure) || error.retryMs === null || !budget.allows(error.retryMs)) throw error;
    progress.failure = error;
    // It may have been written all the same.
    progress.answeredMs = performance.now();
    return await budget.pause(error.retryMs);
  }
  progress.answeredMs = performance.now();
}
