import { quoted } from "./archive-entry.ts";
import { RefusedEvidence } from "./refused-evidence.ts";
import type { RunOrigin } from "./run-origin.ts";

/** What GitHub itself says of the run that made an artifact. */
export interface FinishedRun {
  readonly id: number;
  readonly number: number;
  readonly attempt: number;
  readonly sha: string;
  readonly workflow: string;
  /** owner/name of the repository that the branch lies in; null: it has been deleted. */
  readonly headRepository: string | null;
}

/** What GitHub itself says of a pull request. */
export interface PullRequest {
  readonly number: number;
  readonly sha: string;
  /** owner/name; null: it has been deleted. */
  readonly headRepository: string | null;
  /** Where it is to be merged. */
  readonly baseBranch: string;
}

/** Holds what evidence says of its origin against the run that it was downloaded from. @throws RefusedEvidence */
export function checkRun(origin: RunOrigin, run: FinishedRun): void {
  const rows = [
    ["commit", origin.sha, run.sha],
    ["run", origin.runId, run.id],
    ["run number", origin.runNumber, run.number],
    ["workflow", origin.workflow, run.workflow],
  ] as const;
  for (const [what, said, known] of rows) {
    if (said === known) continue;
    throw new RefusedEvidence(
      `it says that its ${what} is ${quoted(`${said}`)}, and GitHub says ${quoted(`${known}`)}: it was made for another run`,
    );
  }
  // A job that passed in an earlier attempt is not run again in a later one.
  if (origin.attempt > run.attempt) {
    throw new RefusedEvidence(`it says that it is of attempt ${origin.attempt}, and GitHub knows of ${run.attempt}`);
  }
}

/**
 * Whether the pull request that evidence names is the one whose commit was run. That the number alone is right proves nothing: any
 * fork can write down any number.
 *
 * @throws RefusedEvidence
 */
export function checkPullRequest(run: FinishedRun, pull: PullRequest): void {
  if (pull.headRepository === null || pull.headRepository !== run.headRepository) {
    throw new RefusedEvidence(
      `it names pull request ${pull.number}, whose branch lies in ${pull.headRepository ?? "a repository that is gone"}, and it was made in ${run.headRepository ?? "a repository that is gone"}`,
    );
  }
  if (pull.sha !== run.sha) {
    throw new RefusedEvidence(
      `it names pull request ${pull.number}, whose commit is ${pull.sha.slice(0, 12)}, and it was made of ${run.sha.slice(0, 12)}: another pull request's, or one that has moved on`,
    );
  }
}
