import { openGitHub } from "../github/github-client.ts";
import { timeBudget } from "../github/time-budget.ts";
import type { PullRequest } from "./check-origin.ts";
import { RefusedEvidence } from "./refused-evidence.ts";

/** All downloads of a report together, with every retry. */
const BUDGET_MS = 10 * 60_000;
const ATTEMPT_MS = 2 * 60_000;

/** An artifact as GitHub lists it. */
export interface ListedArtifact {
  readonly id: number;
  readonly name: string;
  readonly bytes: number;
}

/** What is read of GitHub to report finished runs. */
export interface ArtifactSource {
  /** Those of a run that have not expired, by name; every page. */
  list(runId: number): Promise<readonly ListedArtifact[]>;
  download(artifact: ListedArtifact, mostBytes: number): Promise<Buffer>;
  pullRequest(number: number): Promise<PullRequest>;
}

/** @throws GitHubFailure from every call: one sentence that says why it was not done */
export async function openArtifactSource(of: {
  readonly token: string;
  readonly apiUrl: string;
  readonly repository: string;
  readonly signal: AbortSignal;
}): Promise<ArtifactSource> {
  const budget = timeBudget(BUDGET_MS, of.signal);
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
      return { number, sha: data.head.sha, headRepository: data.head.repo?.full_name ?? null };
    },
  };
}
