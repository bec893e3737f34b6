import { openGitHub } from "../github/github-client.ts";
import { timeBudget } from "../github/time-budget.ts";
import type { FinishedRun, PullRequest } from "./check-origin.ts";
import { RefusedEvidence } from "./refused-evidence.ts";

const ATTEMPT_MS = 2 * 60_000;

/** An artifact as GitHub lists it. */
export interface ListedArtifact {
  readonly id: number;
  readonly name: string;
  readonly bytes: number;
}

/** A run of a workflow, and what set it off. */
export interface ListedRun extends FinishedRun {
  readonly event: string;
}

/** What is read of GitHub to report finished runs, and to compare with them. */
export interface ArtifactSource {
  /** Those of a run that have not expired, by name; every page. */
  list(runId: number): Promise<readonly ListedArtifact[]>;
  download(artifact: ListedArtifact, mostBytes: number): Promise<Buffer>;
  pullRequest(number: number): Promise<PullRequest>;
  /** The newest commit that both have in common. */
  mergeBase(branch: string, head: string): Promise<string>;
  /** Runs of a commit on a branch of this name, in whatever repository it lies: the newest hundred. */
  runsOf(sha: string, branch: string): Promise<readonly ListedRun[]>;
}

/**
 * @param of `budgetMs`: how long all calls may take together, with every retry
 * @throws GitHubFailure from every call: one sentence that says why it was not done
 */
export async function openArtifactSource(of: {
  readonly token: string;
  readonly apiUrl: string;
  readonly repository: string;
  readonly signal: AbortSignal;
  readonly budgetMs: number;
}): Promise<ArtifactSource> {
  const budget = timeBudget(of.budgetMs, of.signal);
  const github = await openGitHub({ ...of, budget, attemptMs: ATTEMPT_MS });
  const [owner = "", repo = ""] = of.repository.split("/");
  return {
    async list(runId) {
      const route = "GET /repos/{owner}/{repo}/actions/runs/{run_id}/artifacts";
      const listed = await github.paginate(route, { owner, repo, run_id: runId, per_page: 100 });
      return listed
        .filter(({ expired }) => !expired)
        .map(({ id, name, size_in_bytes }) => ({ id, name, bytes: size_in_bytes }))
        .toSorted((a, b) => (a.name < b.name ? -1 : 1));
    },
    async download({ id, bytes }, mostBytes) {
      if (bytes > mostBytes) throw new RefusedEvidence(`it has ${bytes} bytes, more than ${mostBytes}`);
      const route = "GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}";
      const { data } = await github.request(route, { owner, repo, artifact_id: id, archive_format: "zip" });
      return Buffer.from(data as ArrayBuffer);
    },
    async pullRequest(number) {
      const route = "GET /repos/{owner}/{repo}/pulls/{pull_number}";
      const { data } = await github.request(route, { owner, repo, pull_number: number });
      return {
        number,
        sha: data.head.sha,
        headRepository: data.head.repo?.full_name ?? null,
        baseBranch: data.base.ref,
      };
    },
    async mergeBase(branch, head) {
      const route = "GET /repos/{owner}/{repo}/compare/{basehead}";
      // The first page lists every file that differs.
      const page = { per_page: 1, page: 2 };
      const { data } = await github.request(route, { owner, repo, basehead: `${branch}...${head}`, ...page });
      return data.merge_base_commit.sha;
    },
    async runsOf(sha, branch) {
      const route = "GET /repos/{owner}/{repo}/actions/runs";
      const asked = { owner, repo, head_sha: sha, branch, exclude_pull_requests: true, per_page: 100 };
      const { data } = await github.request(route, asked);
      return data.workflow_runs.map((run) => ({
        ...{
          id: Number(run.id),
          number: run.run_number,
          attempt: run.run_attempt ?? 1,
          sha: run.head_sha,
          event: run.event,
        },
        ...{ workflow: run.name ?? "", headRepository: run.head_repository?.full_name ?? null },
      }));
    },
  };
}
