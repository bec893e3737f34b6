import { renderText } from "@wa-routing/report";
import { Interruption } from "wa-routing/options";
import { type ActionEnd, verdictOf } from "../action-end.ts";
import type { ActionInputs } from "../read-inputs.ts";
import type { ActionLog } from "../workflow/action-log.ts";
import { appendValues } from "../workflow/command-file.ts";
import type { WorkflowContext } from "../workflow/workflow-context.ts";
import { annotationsOf } from "./annotations.ts";
import { artifactNameOf } from "./artifact-name.ts";
import { commentOn } from "./comment-on.ts";
import { heldAgainst, missedComparison } from "./held-against.ts";
import { outputsOf, type PublishedUrls } from "./outputs.ts";
import type { Redactor } from "./redactor.ts";
import { routerWords } from "./router-words.ts";
import { appendSummary, summaryOf, summaryRoom } from "./step-summary.ts";
import { uploadArtifact } from "./upload-artifact.ts";
import { writeOrigin } from "./write-origin.ts";
import { writeTimelines } from "./write-timelines.ts";

/** Who publishes what the action came to, and where. */
export interface Publication {
  readonly context: WorkflowContext;
  readonly inputs: ActionInputs;
  readonly log: ActionLog;
  readonly redactor: Redactor;
  readonly hasRuntimeToken: boolean;
  readonly outputFile: string | undefined;
  readonly summaryFile: string | undefined;
  /** What has been posted already, of other jobs' evidence; null: artifact and comment are this job's own. */
  readonly reported: { readonly notices: readonly string[]; readonly commentUrl: string | null } | null;
}

/**
 * Tells what came of it: outputs, log, artifact, comment, summary, annotations. What cannot be done is a notice, never an error; once
 * the signal is aborted, nothing is asked of GitHub any more.
 *
 * @returns The end with what it was compared with.
 */
export async function publish(end: ActionEnd, publication: Publication, signal: AbortSignal): Promise<ActionEnd> {
  const { context, inputs, log, redactor, outputFile, reported } = publication;
  // Whoever ends this process while it publishes leaves the verdict standing.
  appendValues(outputFile, outputsOf(endedBy(end, signal), { commentUrl: null, artifactUrl: null }));
  tell(shownOf(end, redactor), log);
  const notices = context.eventProblem === null ? [] : [context.eventProblem];
  if (end.runDir !== null && context.repository !== null) {
    try {
      writeOrigin(end.runDir, context, inputs);
    } catch (error) {
      notices.push(`The evidence cannot be reported by another workflow: ${textOf(error)}.`);
    }
  }
  const against = reported === null ? await heldAgainst(end, publication, signal) : end.against;
  const compared = { ...end, against };
  const missed = missedComparison(against, inputs);
  if (missed !== null) notices.push(missed);
  if (!signal.aborted) notices.push(...(await writeTimelines(end)));
  const shown = shownOf(compared, redactor);
  notices.push(...(reported?.notices.map((notice) => redactor.text(notice)) ?? []));
  const urls =
    reported === null
      ? await askGitHub(shown, publication, notices, signal)
      : { artifactUrl: null, commentUrl: reported.commentUrl };
  if (signal.aborted) notices.push(`${textOf(signal.reason)}: artifact and comment were not waited for.`);
  writeSummary(shown, publication, notices, urls.artifactUrl);
  for (const annotation of annotationsOf(shown, notices, inputs)) log.annotate(annotation);
  appendValues(outputFile, outputsOf(endedBy(compared, signal), urls));
  return compared;
}

function shownOf(end: ActionEnd, redactor: Redactor): ActionEnd {
  const { problems, result, against } = redactor.data({
    problems: end.problems,
    result: end.result,
    against: end.against,
  });
  return { ...end, problems, result, against };
}

/** A process that a signal ends has the signal's exit code, whatever its verdict is. */
function endedBy(end: ActionEnd, { reason }: AbortSignal): ActionEnd {
  return reason instanceof Interruption ? { ...end, exitCode: reason.exitCode } : end;
}

/** The checklist in the log, and the routers' last words where it is no pass. */
function tell(end: ActionEnd, log: ActionLog): void {
  const { result, runDir } = end;
  if (result.result === "checklist") log.quote(renderText(result.checklist, result.manifest, { width: 100 }));
  for (const problem of end.problems) log.quote(problem);
  if (runDir === null || verdictOf(end) === "pass") return;
  for (const { name, text } of routerWords(runDir)) {
    log.group(`the end of ${name}`);
    log.quote(text);
    log.endGroup();
  }
}

async function askGitHub(
  end: ActionEnd,
  { context, inputs, log, redactor, hasRuntimeToken }: Publication,
  notices: string[],
  signal: AbortSignal,
): Promise<PublishedUrls> {
  if (signal.aborted) return { artifactUrl: null, commentUrl: null };
  const { runDir } = end;
  if (runDir !== null) log.group("artifact and comment");
  let artifactUrl: string | null = null;
  if (runDir !== null) {
    const request = { runDir, name: artifactNameOf(inputs, context), context, redactor, hasRuntimeToken };
    const artifact = await uploadArtifact(request, signal);
    if (artifact.outcome === "uploaded") artifactUrl = artifact.url;
    else notices.push(artifact.notice);
  }
  const notice = [...end.problems, ...notices].join(" ") || null;
  const comment = await commentOn({ end, artifactUrl, notice }, context, inputs, signal);
  if (comment?.outcome === "refused") notices.push(redactor.text(comment.notice));
  const commentUrl = comment === null || comment.outcome === "refused" ? null : comment.url;
  if (artifactUrl !== null) log.line(`artifact: ${artifactUrl}`);
  if (commentUrl !== null) log.line(`comment: ${commentUrl}`);
  if (comment?.outcome === "unchanged") log.line(`the comment was left as it is: ${comment.reason}`);
  log.endGroup();
  return { artifactUrl, commentUrl };
}

function writeSummary(
  end: ActionEnd,
  { log, summaryFile }: Publication,
  notices: readonly string[],
  artifactUrl: string | null,
): void {
  if (summaryFile === undefined || summaryFile === "") return;
  try {
    appendSummary(summaryFile, summaryOf(end, { notices, artifactUrl, maxBytes: summaryRoom(summaryFile) }));
  } catch (error) {
    log.line(`the summary could not be written: ${textOf(error)}`);
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
