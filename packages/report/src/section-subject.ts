import type { Checklist, OrderingComparison, RunManifest } from "@wa-routing/protocol";
import type { AgainstBase } from "./against-base.ts";

/** What a section of a pull request's comment tells of: one job, or one leg of its matrix, at one commit. */
export interface SectionSubject {
  /** The job and the leg of its matrix. */
  readonly title: string;
  readonly commit: { readonly sha: string; readonly url: string | null };
  /** From 1: how often the workflow's run was started. */
  readonly attempt: number;
  readonly runUrl: string | null;
  readonly artifactUrl: string | null;
  /** What else a reader has to know; null: nothing. */
  readonly notice: string | null;
  /** What differs from the section's last commit, a line each; null: no earlier commit is known. */
  readonly changes: readonly string[] | null;
  /** What it was compared with; null: nothing. That there is no base is told elsewhere. */
  readonly against: AgainstBase | null;
  readonly result: SectionResult;
}

/** What came of the run: judged checks, several orderings compared, or nothing. */
export type SectionResult =
  | { readonly result: "checklist"; readonly checklist: Checklist; readonly manifest: RunManifest }
  | { readonly result: "comparison"; readonly comparison: OrderingComparison }
  | { readonly result: "none"; readonly exitCode: number; readonly sentence: string };

/** A section, and what it can be cut down to. */
export interface Section {
  readonly full: string;
  /** At most {@link SHORT_SECTION_BYTES}. */
  readonly short: string;
}

/** What the short form of a section never exceeds. */
export const SHORT_SECTION_BYTES = 300;
