import { z } from "zod";

/** Its name in the run folder. */
export const ORIGIN_FILE = "origin.json";

/**
 * Where a run folder comes from, as the job that made it says: written beside the evidence, so that another workflow can post what
 * this one would have. A word of somebody else, to be held against what GitHub says.
 */
export const runOriginSchema = z.strictObject({
  schemaVersion: z.literal(1),
  /** null: no pull request. */
  pullRequest: z.number().int().positive().nullable(),
  /** The pull request's own commit, not the merge that was checked out. */
  sha: z.string().regex(/^[0-9a-f]{40,64}$/),
  workflow: z.string().min(1).max(256),
  runId: z.number().int().nonnegative(),
  runNumber: z.number().int().nonnegative(),
  attempt: z.number().int().positive(),
  /** The job and its leg of the matrix, as the comment's section is called. */
  leg: z.string().min(1).max(256),
  /** The input `comment-key`. */
  key: z.string().max(128),
});

export type RunOrigin = z.output<typeof runOriginSchema>;
