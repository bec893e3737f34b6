import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EXIT_CODES } from "wa-routing/options";
import { type ActionEnd, isRegression, judgedEnd, undoneEnd, verdictOf } from "./action-end.ts";
import { compareWithBase } from "./baseline/compare-with-base.ts";
import type { CommentOutcome } from "./comment/comment-request.ts";
import { commentOn } from "./publish/comment-on.ts";
import type { ActionInputs } from "./read-inputs.ts";
import { ARCHIVE_LIMITS } from "./untrusted/archive-limits.ts";
import { type ArtifactSource, type ListedArtifact, openArtifactSource } from "./untrusted/artifact-source.ts";
import { checkPullRequest, type FinishedRun } from "./untrusted/check-origin.ts";
import { finishedRun } from "./untrusted/finished-run.ts";
import { judgeArtifact } from "./untrusted/judge-artifact.ts";
import { reasonOf } from "./untrusted/refused-evidence.ts";
import type { RunOrigin } from "./untrusted/run-origin.ts";
import type { ActionLog } from "./workflow/action-log.ts";
import type { WorkflowContext } from "./workflow/workflow-context.ts";

/** All downloads together, with every retry. */
const BUDGET_MS = 10 * 60_000;

/** What was posted, and what is told of it. */
export interface Reported {
  /** The worst of all that was judged. */
  readonly end: ActionEnd;
  readonly notices: readonly string[];
  readonly commentUrl: string | null;
}

/**
 * `mode: report`: judges what jobs without the right to write have left, and posts what each of them would have. Nothing is thrown;
 * what is refused is a problem in one sentence.
 */
export async function carryOutReport(
  context: WorkflowContext,
  inputs: ActionInputs,
  log: ActionLog,
  signal: AbortSignal,
): Promise<Reported> {
  const run = finishedRun(context);
  const { token, artifactName } = inputs;
  const { repository, apiUrl } = context;
  if (run === null || repository === null) return nothing("there is no run whose evidence could be reported");
  if (token === null) return nothing("the input github-token is empty: evidence cannot be read without it");
  const scratch = mkdtempSync(join(process.env.RUNNER_TEMP || tmpdir(), "wa-routing-report-"));
  try {
    const source = await openArtifactSource({ token, apiUrl, repository, signal, budgetMs: BUDGET_MS });
    const artifacts = (await source.list(run.id)).filter(({ name }) => name.startsWith(artifactName));
    if (artifacts.length === 0) {
      return nothing(`run ${run.id} has left no artifact whose name begins with ${artifactName}`);
    }
    const legs: Leg[] = [];
    for (const artifact of artifacts) {
      log.line(`artifact ${artifact.name}, ${artifact.bytes} bytes`);
      legs.push(await reportLeg(artifact, run, { context, inputs, source, scratch, signal }));
    }
    return together(legs);
  } catch (error) {
    return nothing(reasonOf(error));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** One artifact: judged or refused, and posted or not. */
interface Leg {
  readonly name: string;
  readonly end: ActionEnd | null;
  readonly refusal: string | null;
  readonly comment: CommentOutcome | null;
}

interface Reporting {
  readonly context: WorkflowContext;
  readonly inputs: ActionInputs;
  readonly source: ArtifactSource;
  readonly scratch: string;
  readonly signal: AbortSignal;
}

async function reportLeg(artifact: ListedArtifact, run: FinishedRun, of: Reporting): Promise<Leg> {
  const { name } = artifact;
  let folder: string | null = null;
  try {
    const archive = await of.source.download(artifact, ARCHIVE_LIMITS.archiveBytes);
    const judged = await judgeArtifact(archive, run, of.scratch);
    folder = judged.folder;
    const end = judgedEnd(judged.result);
    const number = judged.origin.pullRequest ?? of.inputs.pullRequest;
    if (number === null) return { name, end, refusal: null, comment: null };
    const pull = await of.source.pullRequest(number);
    checkPullRequest(run, pull);
    const { context, signal, inputs } = of;
    const job = { result: end.result, runDir: folder, inputs, artifactName: name, context, pull };
    const compared = { ...end, against: await compareWithBase(job, signal) };
    return { name, end: compared, refusal: null, comment: await posted(compared, judged.origin, artifact, number, of) };
  } catch (error) {
    return { name, end: null, refusal: `The artifact ${name} was refused: ${reasonOf(error)}.`, comment: null };
  } finally {
    if (folder !== null) rmSync(folder, { recursive: true, force: true });
  }
}

/** Writes the section that the job itself would have written. */
async function posted(
  end: ActionEnd,
  origin: RunOrigin,
  artifact: ListedArtifact,
  pullRequest: number,
  { context, inputs, signal }: Reporting,
): Promise<CommentOutcome | null> {
  const { workflow, job, step, sha, runNumber, attempt } = origin;
  const page = `${context.serverUrl}/${context.repository}/actions/runs/${origin.runId}`;
  const asJob = { ...context, workflow, job, step, sha, runNumber, attempt, runUrl: `${page}/attempts/${attempt}` };
  const asked = { ...inputs, pullRequest, commentKey: origin.key, leg: origin.leg };
  const subject = { end, artifactUrl: `${page}/artifacts/${artifact.id}`, notice: null };
  return await commentOn(subject, asJob, asked, signal);
}

const WORST_FIRST = ["fail", "inconclusive", "pass"];

function together(legs: readonly Leg[]): Reported {
  const ends = legs.flatMap(({ end }) => (end === null ? [] : [end]));
  const [worst] = ends.toSorted((a, b) => placeOf(a) - placeOf(b));
  const problems = legs.flatMap(({ refusal }) => (refusal === null ? [] : [refusal]));
  const comments = legs.flatMap(({ comment }) => (comment === null ? [] : [comment]));
  const [written] = comments.flatMap((comment) => (comment.outcome === "refused" ? [] : [comment.url]));
  const undone = worst ?? undoneEnd(EXIT_CODES.usage, problems);
  const end = { ...undone, against: ends.find(isRegression)?.against ?? undone.against };
  return {
    end: problems.length === 0 ? end : { ...end, exitCode: EXIT_CODES.usage, problems },
    notices: [
      ...legs.flatMap(({ name, end: judged }) => (judged === null ? [] : [`${name}: ${verdictOf(judged)}`])),
      ...comments.flatMap((comment) => (comment.outcome === "refused" ? [comment.notice] : [])),
    ],
    commentUrl: written ?? null,
  };
}

function placeOf(end: ActionEnd): number {
  return WORST_FIRST.indexOf(verdictOf(end) ?? "fail");
}

function nothing(sentence: string): Reported {
  return { end: undoneEnd(EXIT_CODES.usage, [sentence]), notices: [], commentUrl: null };
}
