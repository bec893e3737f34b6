import { z } from "zod";
import { verdictSchema } from "./checklist.ts";
import { reasonSchema } from "./reason.ts";

export const ORDERING_COMPARISON_SCHEMA_VERSION = 3;

/** How well an ordering rule explains the orders of a run, over all its scenarios and under the queue discipline that does so best. */
const orderingFitSchema = z.strictObject({
  rule: z.string(),
  discipline: z.string().nullable().describe("Null: the rule gives the same order under all."),
  equalTo: z.string().nullable().describe("The rule that gives the very same orders in every replay; null: none."),
  fit: z.enum(["explains", "refuted", "undecided"]).describe("refuted: under every discipline."),
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
  rule: z.string().nullable().describe("The rule that models it; null: none does."),
  verdict: verdictSchema.describe(
    "pass: its own rule explains it, and those of the other orderings are refuted; fail: its own is refuted; not-measured: no model.",
  ),
  summary: z.string(),
  fits: z.array(orderingFitSchema),
  reasons: z.array(reasonSchema).describe("Why scenarios were left out."),
});

export type OrderedRun = z.output<typeof orderedRunSchema>;

/** orderings.json: the same scenarios under several orderings, told apart by the rules that explain them. */
export const orderingComparisonSchema = z.strictObject({
  schemaVersion: z.literal(ORDERING_COMPARISON_SCHEMA_VERSION),
  verdict: verdictSchema,
  seed: z.int(),
  scenarios: z.array(z.string()),
  rules: z.array(z.string()).describe("Those that runs were compared with."),
  runs: z.array(orderedRunSchema),
});

export type OrderingComparison = z.output<typeof orderingComparisonSchema>;

/** A comparison of this version or of an earlier one: the first told why scenarios were left out in words, both told of policies. */
export const readableOrderingComparisonSchema = z.preprocess((written: unknown) => {
  const fit = z.looseObject({ policy: z.string() });
  const run = z.looseObject({ policy: z.string().nullable(), fits: z.array(fit) });
  const earlier = z
    .looseObject({ schemaVersion: z.literal([1, 2]), policies: z.array(z.string()), runs: z.array(run) })
    .safeParse(written);
  if (!earlier.success) return written;
  const { policies, runs, ...rest } = earlier.data;
  return {
    ...rest,
    schemaVersion: ORDERING_COMPARISON_SCHEMA_VERSION,
    rules: policies,
    runs: runs.map(({ policy, fits, weaknesses: _, ...others }) => ({
      ...{ reasons: [], ...others, rule: policy },
      fits: fits.map(({ policy: rule, ...figures }) => ({ rule, discipline: null, equalTo: null, ...figures })),
    })),
  };
}, orderingComparisonSchema);
