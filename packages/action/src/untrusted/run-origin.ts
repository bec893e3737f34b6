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
  workflow: z.string().max(256),
  runId: z.number().int().nonnegative(),
  runNumber: z.number().int().nonnegative(),
  attempt: z.number().int().positive(),
  job: z.string().max(256),
  /** The values of its leg of the matrix; none: there is no matrix. */
  leg: z.array(z.string().max(256)).max(32),
  /** Tells two steps of one job apart; null: there is one. */
  step: z.string().max(256).nullable(),
  /** The input `comment-key`. */
  key: z.string().max(128),
});

export type RunOrigin = z.output<typeof runOriginSchema>;
