import type { ArtifactSource, ListedArtifact } from "../untrusted/artifact-source.ts";
import type { FinishedRun } from "../untrusted/check-origin.ts";

/** The commit that a pull request begins at, and the evidence that a run of the base branch has left of it. */
export interface BaseRun {
  readonly sha: string;
  /** null: there is none. */
  readonly left: { readonly run: FinishedRun; readonly artifact: ListedArtifact } | null;
}

/** Runs of one commit that are looked into, the newest first. */
const MOST_RUNS = 10;

/**
 * The newest artifact of a name that a run of the base branch has left, of the very commit where the pull request's branch begins:
 * what came to the base branch since then is no change of the pull request's.
 *
 * @throws GitHubFailure
 */
export async function findBaseRun(
  source: ArtifactSource,
  { branch, head }: { readonly branch: string; readonly head: string },
  { repository, name }: { readonly repository: string; readonly name: string },
): Promise<BaseRun> {
  const sha = await source.mergeBase(branch, head);
  const runs = await source.runsOf(sha, branch);
  // A fork's branch may have the same name, and a pull request's run is of a merge.
  const own = runs.filter((run) => run.headRepository === repository && !run.event.startsWith("pull_request"));
  for (const run of own.toSorted((a, b) => b.id - a.id).slice(0, MOST_RUNS)) {
    const named = (await source.list(run.id)).filter((artifact) => artifact.name === name);
    const [artifact] = named.toSorted((a, b) => b.id - a.id);
    if (artifact !== undefined) return { sha, left: { run, artifact } };
  }
  return { sha, left: null };
}
