import { type Verdict, verdictSchema } from "@wa-routing/protocol";
import { z } from "zod";

/** The verdict of every check, or of every ordering, by its name: what is compared with an earlier commit. */
export type CheckDigest = Readonly<Record<string, Verdict>>;

/** Which run of a workflow a section is about. */
export interface CommentVersion {
  readonly sha: string;
  /** `GITHUB_RUN_NUMBER`. */
  readonly runNumber: number;
  /** `GITHUB_RUN_ATTEMPT`, from 1. */
  readonly attempt: number;
}

const digestSchema = z.record(z.string().max(200), verdictSchema);

/** What a section carries unseen. */
export const sectionFactsSchema = z.strictObject({
  leg: z.string(),
  version: z.strictObject({ sha: z.string(), runNumber: z.int().min(0), attempt: z.int().min(0) }),
  verdict: verdictSchema.nullable().describe("Null: the run reached none."),
  digest: digestSchema,
  before: z.strictObject({ digest: digestSchema }).nullable().describe("What the last section of another commit said."),
  short: z.string().describe("What the section is cut to where the comment has no room for it."),
});

export type SectionFacts = z.output<typeof sectionFactsSchema>;

/** One job's part of the comment, or one leg's of its matrix. */
export interface CommentSection {
  readonly facts: SectionFacts;
  /** Markdown: the full form, or the short one. */
  readonly text: string;
}

/** Below zero: the first is of an older run, or of an earlier attempt at the same run. */
export function compareVersions(left: CommentVersion, right: CommentVersion): number {
  return left.runNumber - right.runNumber || left.attempt - right.attempt;
}

/** The newest section of every leg, by the leg's name. Of two of the same version, the one that is named first. */
export function newestSections(sections: readonly CommentSection[]): CommentSection[] {
  const newest = new Map<string, CommentSection>();
  for (const section of sections) {
    const { leg, version } = section.facts;
    const known = newest.get(leg);
    if (known === undefined || compareVersions(known.facts.version, version) < 0) newest.set(leg, section);
  }
  return [...newest.values()].toSorted((left, right) => (left.facts.leg < right.facts.leg ? -1 : 1));
}
