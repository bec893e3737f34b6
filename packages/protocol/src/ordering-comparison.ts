import { z } from "zod";
import { verdictSchema } from "./checklist.ts";
import { reasonSchema } from "./reason.ts";

export const ORDERING_COMPARISON_SCHEMA_VERSION = 2;

/** How well the model of a policy explains the orders of a run, over all its scenarios. */
const orderingFitSchema = z.strictObject({
  policy: z.string(),
  fit: z.enum(["explains", "refuted", "undecided"]),
  decisivePairs: z.int().describe("Of the scenarios that decide: those that refute, where there are any, else all."),
  agreeing: z.int(),
  pValue: z
    .number()
    .nullable()
    .describe(
      "Of a refuted one: the chance that no more pairs agree, if each did with nine chances in ten, independently.",
    ),
  scenarios: z.array(z.string()).describe("Those that decide."),
});

export type OrderingFit = z.output<typeof orderingFitSchema>;

/** A run under one ordering, and what explains it. */
const orderedRunSchema = z.strictObject({
  ordering: z.string().describe("Its folder beside this file has the same name."),
  policy: z.string().nullable().describe("The policy that models it; null: none does."),
  verdict: verdictSchema.describe(
    "pass: its own policy explains it, and those of the other orderings are refuted; fail: its own is refuted; not-measured: no model.",
  ),
  summary: z.string(),
  fits: z.array(orderingFitSchema),
  reasons: z.array(reasonSchema).describe("Why scenarios were left out."),
});

export type OrderedRun = z.output<typeof orderedRunSchema>;

/** orderings.json: the same scenarios under several orderings, told apart by the policies that explain them. */
export const orderingComparisonSchema = z.strictObject({
  schemaVersion: z.literal(ORDERING_COMPARISON_SCHEMA_VERSION),
  verdict: verdictSchema,
  seed: z.int(),
  scenarios: z.array(z.string()),
  policies: z.array(z.string()).describe("Those that runs were compared with."),
  runs: z.array(orderedRunSchema),
});

export type OrderingComparison = z.output<typeof orderingComparisonSchema>;

/** A comparison of this version or of the first one, which told why scenarios were left out in words. */
export const readableOrderingComparisonSchema = z.preprocess((written: unknown) => {
  const run = z.looseObject({ weaknesses: z.array(z.string()) });
  const first = z.looseObject({ schemaVersion: z.literal(1), runs: z.array(run) }).safeParse(written);
  if (!first.success) return written;
  const runs = first.data.runs.map(({ weaknesses: _, ...others }) => ({ ...others, reasons: [] }));
  return { ...first.data, schemaVersion: ORDERING_COMPARISON_SCHEMA_VERSION, runs };
}, orderingComparisonSchema);
