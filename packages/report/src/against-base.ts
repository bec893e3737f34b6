import type { RunComparison } from "@wa-routing/protocol";

/** What a run was held against, and what came of it. */
export type AgainstBase = {
  /** What readers call it: a branch or a folder. */
  readonly name: string;
  /** Of which commit the base is; null: nobody knows. */
  readonly commit: { readonly sha: string; readonly url: string | null } | null;
} & (
  | { readonly found: "comparison"; readonly comparison: RunComparison }
  /** There is a base, but the two cannot be compared. */
  | { readonly found: "not-comparable"; readonly reasons: readonly string[] }
  | { readonly found: "no-base"; readonly reasons: readonly string[] }
);
