import type { Verdict } from "@wa-routing/protocol";

/** The verdict of every check, or of every ordering, by its name. */
export type CheckDigest = Readonly<Record<string, Verdict>>;

/** A section of a pull request's comment. */
export interface CommentRequest {
  readonly token: string;
  readonly apiUrl: string;
  readonly repository: string;
  readonly pullRequest: number;
  readonly identity: { readonly workflow: string; readonly key: string; readonly leg: string };
  readonly version: { readonly sha: string; readonly runNumber: number; readonly attempt: number };
  readonly when: "always" | "changes" | "problems";
  readonly verdict: Verdict | null;
  readonly digest: CheckDigest;
  readonly section: (changes: readonly string[] | null) => { readonly full: string; readonly short: string };
  readonly settleMs?: number;
  readonly budgetMs?: number;
  readonly signal?: AbortSignal;
}

/** What became of it. */
export type CommentOutcome =
  | { readonly outcome: "posted"; readonly url: string }
  | { readonly outcome: "unchanged"; readonly url: string | null; readonly reason: string }
  | { readonly outcome: "refused"; readonly notice: string };

/** Posts a section. */
export function postComment(_: CommentRequest): Promise<CommentOutcome> {
  return Promise.resolve({ outcome: "refused", notice: "comments are not built yet" });
}
