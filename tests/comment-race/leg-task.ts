import type { CommentRequest } from "../../packages/action/src/comment/comment-request.ts";
import type { CommentVersion } from "../../packages/action/src/comment/comment-section.ts";

/** How a leg writes: as the action does, or by the obvious way, which is to read, to merge and to write, once. */
export type Writer = "action" | "naive";

/** What a process that stands for one job has to do. */
export interface LegTask {
  readonly writer: Writer;
  readonly apiUrl: string;
  readonly token: string;
  readonly leg: string;
  /** Its runs, which it posts one after the other. */
  readonly versions: readonly CommentVersion[];
  readonly delayMs: number;
  readonly settleMs: number;
}

export const RACE = { repository: "octo/widgets", pullRequest: 7, workflow: "routing", key: "" } as const;

/** What a leg posts of one of its runs. */
export function requestOf(task: LegTask, version: CommentVersion): CommentRequest {
  const { apiUrl, token, leg, settleMs } = task;
  const { repository, pullRequest, workflow, key } = RACE;
  const text = `### ${leg}, run ${version.runNumber}, attempt ${version.attempt}`;
  return {
    ...{ apiUrl, token, repository, pullRequest, settleMs, version },
    identity: { workflow, key, leg },
    when: "always",
    verdict: "pass",
    digest: { "functional.no-errors": "pass" },
    section: () => ({ full: text, short: text }),
    budgetMs: 120_000,
  };
}
