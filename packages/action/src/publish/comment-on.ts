import { renderSection, type SectionSubject } from "@wa-routing/report";
import { type ActionEnd, isRegression, verdictOf } from "../action-end.ts";
import type { CommentOutcome } from "../comment/comment-request.ts";
import type { CheckDigest } from "../comment/comment-section.ts";
import { postComment } from "../comment/post-comment.ts";
import type { ActionInputs } from "../read-inputs.ts";
import { pullRequestOf, type WorkflowContext } from "../workflow/workflow-context.ts";

/** A comment has room for two of them, whole, and for the short forms of many. */
const SECTION_BYTES = 24 * 1024;

/** What is told beside the checklist. */
export interface CommentSubject extends Pick<SectionSubject, "artifactUrl" | "notice"> {
  readonly end: ActionEnd;
}

/** Posts the section of this job, leg and step. null: nobody asked for it, or there is no pull request. Nothing is thrown. */
export async function commentOn(
  { end, artifactUrl, notice }: CommentSubject,
  context: WorkflowContext,
  { comment, commentKey, leg, pullRequest, token }: ActionInputs,
  signal: AbortSignal,
): Promise<CommentOutcome | null> {
  const number = pullRequestOf(context, pullRequest);
  if (comment === "never" || number === null) return null;
  const { repository, serverUrl, sha, runNumber, attempt, runUrl, apiUrl, workflow } = context;
  if (repository === null) {
    return { outcome: "refused", notice: "The comment was not written: GITHUB_REPOSITORY names no repository." };
  }
  const title = titleOf(context, leg);
  const url = `${serverUrl}/${repository}/commit/${sha}`;
  return await postComment({
    ...{ token: token ?? "", apiUrl, repository, pullRequest: number, when: comment, signal },
    identity: { workflow, key: commentKey, leg: title },
    version: { sha, runNumber, attempt },
    verdict: isRegression(end) ? "fail" : verdictOf(end),
    digest: digestOf(end),
    section: (changes) =>
      renderSection(
        {
          title,
          commit: { sha, url },
          attempt,
          runUrl,
          artifactUrl,
          notice,
          changes,
          against: end.against,
          result: end.result,
        },
        { maxBytes: SECTION_BYTES },
      ),
  });
}

/** `smoke (fcfs, 2), step 2` */
function titleOf({ job, step }: WorkflowContext, leg: readonly string[]): string {
  const ofLeg = leg.length === 0 ? job : `${job} (${leg.join(", ")})`;
  return step === null ? ofLeg : `${ofLeg}, ${step}`;
}

function digestOf({ result }: ActionEnd): CheckDigest {
  switch (result.result) {
    case "none":
      return {};
    case "checklist":
      return Object.fromEntries(result.checklist.checks.map(({ title, verdict }) => [title, verdict]));
    case "comparison":
      return Object.fromEntries(result.comparison.runs.map(({ ordering, verdict }) => [ordering, verdict]));
  }
}
