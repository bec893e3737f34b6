import { z } from "zod";
import { reasonSchema } from "./reason.ts";
import { scenarioWaitsSchema } from "./scenario-waits.ts";
import { successMetricIdSchema } from "./success-metric.ts";

export const CHECKLIST_SCHEMA_VERSION = 2;

/**
 * `pass`; `fail`; `inconclusive` (measured, not enough to say); `not-measured` (this run could not show it, and says why).
 */
export const verdictSchema = z.enum(["pass", "fail", "inconclusive", "not-measured"]);

export type Verdict = z.output<typeof verdictSchema>;

/** A measured number that a verdict rests on. */
export const figureSchema = z.strictObject({
  name: z.string().describe("camelCase with its unit: `inversions`, `p99DifferenceMs`."),
  value: z.number().nullable(),
  low: z.number().optional().describe("Lower end of the interval, where there is one."),
  high: z.number().optional(),
  confidence: z.number().optional(),
});

export type Figure = z.output<typeof figureSchema>;

/** What stands beside a verdict, ready to be printed. */
export const checkTableSchema = z.strictObject({
  columns: z.array(z.strictObject({ title: z.string(), align: z.enum(["left", "right"]) })).min(1),
  rows: z.array(z.array(z.string())).describe("A cell for each column."),
  notes: z.array(z.string()).describe("Sentences below it."),
});

export type CheckTable = z.output<typeof checkTableSchema>;

export const checkSchema = z.strictObject({
  id: successMetricIdSchema,
  title: z.string(),
  verdict: verdictSchema,
  required: z.boolean().describe("Whether the run's own verdict rests on it."),
  scenarios: z.array(z.string()),
  summary: z.string().describe("One short sentence: what was seen."),
  because: z.string().nullable().describe("Why it can be believed; null: nothing more is to be said."),
  advice: z.string().nullable().describe("What a reader can do, unless it passed."),
  reasons: z
    .array(reasonSchema)
    .describe("Why it did not pass, the most telling first in each scenario; for programs."),
  figures: z.array(figureSchema),
  table: checkTableSchema.optional().describe("Comparisons that stand beside the verdict."),
  evidence: z.array(z.string()).describe("Single observations worth reading, at most twenty: `a overtook b by 0.16`."),
});

export type Check = z.output<typeof checkSchema>;

/** The verdict of a run, or of one scenario in it. */
export const checklistSchema = z.strictObject({
  schemaVersion: z.literal(CHECKLIST_SCHEMA_VERSION),
  verdict: verdictSchema,
  checks: z.array(checkSchema),
  waits: z.array(scenarioWaitsSchema).optional().describe("Of a run in two passes: of the quiet one."),
});

export type Checklist = z.output<typeof checklistSchema>;

/** A checklist of this version or of an earlier one, which lacks what was added since. */
export const readableChecklistSchema = z.preprocess(upgraded, checklistSchema);

function upgraded(written: unknown): unknown {
  const first = z.looseObject({ schemaVersion: z.literal(1), checks: z.array(z.looseObject({})) }).safeParse(written);
  if (!first.success) return written;
  const checks = first.data.checks.map((check) => ({ because: null, reasons: [], ...check }));
  return { ...first.data, schemaVersion: CHECKLIST_SCHEMA_VERSION, checks };
}
