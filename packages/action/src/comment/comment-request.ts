import type { Verdict } from "@wa-routing/protocol";
import type { CheckDigest, CommentVersion } from "./comment-section.ts";

/** When a comment is written: always; when a verdict differs from the last one; when there is a problem, or was one. */
export type CommentWhen = "always" | "changes" | "problems";

/** What {@link "./post-comment.ts".postComment} has to know. */
export interface CommentRequest {
  /** Empty: there is none. */
  readonly token: string;
  /** `GITHUB_API_URL`. */
  readonly apiUrl: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly pullRequest: number;
  /** One comment for each workflow and key, one section in it for each leg. */
  readonly identity: { readonly workflow: string; readonly key: string; readonly leg: string };
  readonly version: CommentVersion;
  readonly when: CommentWhen;
  /** Of what got worse than its base: fail. Null: the run reached none. */
  readonly verdict: Verdict | null;
  readonly digest: CheckDigest;
  /** The section's two forms; `changes` since the section's last commit, null: none is known. */
  readonly section: (changes: readonly string[] | null) => { readonly full: string; readonly short: string };
  /**
   * The longest time from sending a write until everybody sees it; {@link DEFAULT_SETTLE_MS} where it is left out. The comment is
   * written when it has been left alone for twice this long, and looked at again three times this long after the answer.
   */
  readonly settleMs?: number;
  /** How long all of it may take; {@link DEFAULT_BUDGET_MS} where it is left out. */
  readonly budgetMs?: number;
  readonly signal?: AbortSignal;
}

export type CommentOutcome =
  | { readonly outcome: "posted"; readonly url: string }
  | { readonly outcome: "unchanged"; readonly url: string | null; readonly reason: string }
  /** `notice`: one sentence, which names the missing permission or says what the API said. */
  | { readonly outcome: "refused"; readonly notice: string };

export const DEFAULT_SETTLE_MS = 1_000;

export const DEFAULT_BUDGET_MS = 60_000;
