import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isWaRoutingError } from "@wa-routing/protocol";
import type { AgainstBase, SectionResult } from "@wa-routing/report";
import { compareRunFolders } from "wa-routing";
import type { ActionInputs } from "../read-inputs.ts";
import { ARCHIVE_LIMITS } from "../untrusted/archive-limits.ts";
import { type ArtifactSource, openArtifactSource } from "../untrusted/artifact-source.ts";
import type { PullRequest } from "../untrusted/check-origin.ts";
import { judgeArtifact } from "../untrusted/judge-artifact.ts";
import { reasonOf } from "../untrusted/refused-evidence.ts";
import type { WorkflowContext } from "../workflow/workflow-context.ts";
import { type BaseRun, findBaseRun } from "./base-run.ts";

/** A job does not wait longer for what it is compared with. */
const BUDGET_MS = 20_000;

const ORDERINGS = "several orderings are compared with each other, and not with a base";

/** A run that is to be compared. */
export interface ComparedJob {
  readonly runDir: string;
  readonly result: Pick<SectionResult, "result">;
  readonly inputs: Pick<ActionInputs, "baseline" | "token">;
  /** The name of the run's own artifact. */
  readonly artifactName: string;
  readonly context: Pick<WorkflowContext, "apiUrl" | "serverUrl" | "repository">;
  /** The pull request of the run; null: there is none. */
  readonly pull: Pick<PullRequest, "baseBranch" | "sha"> | null;
}

/**
 * Compares a run with the base that it was asked to be compared with. null: it was not. Nothing is thrown: what stands in the way has
 * its reason.
 */
export async function compareWithBase(job: ComparedJob, signal: AbortSignal): Promise<AgainstBase | null> {
  const { runDir, pull } = job;
  const { baseline, token } = job.inputs;
  if (baseline.baseline === "none") return null;
  const name = baseline.baseline === "folder" ? baseline.path : (pull?.baseBranch ?? "the base branch");
  const none = (reason: string): AgainstBase => ({ name, commit: null, found: "no-base", reasons: [reason] });
  if (job.result.result === "comparison") return none(ORDERINGS);
  if (baseline.baseline === "folder") return await compared(runDir, baseline.path, { name, commit: null });
  const { repository, serverUrl, apiUrl } = job.context;
  if (pull === null) return none("the run is of no pull request whose base is known");
  if (repository === null) return none("GITHUB_REPOSITORY names no repository");
  if (token === null) return none("the input github-token is empty: artifacts cannot be read without it");
  const branch = { branch: pull.baseBranch, head: pull.sha };
  const wanted = { repository, name: baseline.name ?? job.artifactName };
  try {
    const source = await openArtifactSource({ token, apiUrl, repository, signal, budgetMs: BUDGET_MS });
    const { sha, left } = await findBaseRun(source, branch, wanted);
    const base = { name, commit: { sha, url: `${serverUrl}/${repository}/commit/${sha}` } };
    if (left !== null) return await comparedWithArtifact(runDir, left, base, source);
    const reason = `no run of ${name} has left an artifact ${wanted.name} of the commit where this branch begins`;
    return { ...base, found: "no-base", reasons: [reason] };
  } catch (error) {
    return none(reasonOf(error));
  }
}

type Base = Pick<AgainstBase, "name" | "commit">;

/** What a run of the base branch has left is no more trusted than what anybody else has: it is unpacked by limits, and judged anew. */
async function comparedWithArtifact(
  runDir: string,
  { run, artifact }: NonNullable<BaseRun["left"]>,
  base: Base,
  source: ArtifactSource,
): Promise<AgainstBase> {
  const scratch = mkdtempSync(join(process.env.RUNNER_TEMP || tmpdir(), "wa-routing-base-"));
  try {
    const archive = await source.download(artifact, ARCHIVE_LIMITS.archiveBytes);
    const { folder } = await judgeArtifact(archive, run, scratch);
    return await compared(runDir, folder, base);
  } catch (error) {
    const reason = `the artifact ${artifact.name} of run ${run.number} was refused: ${reasonOf(error)}`;
    return { ...base, found: "not-comparable", reasons: [reason] };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function compared(runDir: string, folder: string, base: Base): Promise<AgainstBase> {
  try {
    return { ...base, found: "comparison", comparison: await compareRunFolders(runDir, folder) };
  } catch (error) {
    // The first line only says that they cannot be compared; each of the others, where there are any, names a difference.
    const text = isWaRoutingError(error) ? error.message : reasonOf(error);
    const said = text.replaceAll(runDir, "the run").replaceAll(folder, "the base");
    const [first, ...differences] = said.split("\n").map((line) => line.trim());
    return { ...base, found: "not-comparable", reasons: differences.length > 0 ? differences : [first ?? ""] };
  }
}
