import { z } from "zod";
import { verdictSchema } from "./checklist.ts";
import { successMetricIdSchema } from "./success-metric.ts";

export const RUN_COMPARISON_SCHEMA_VERSION = 1;

/** What stands in the way of a finding. */
const obstacleSchema = z
  .enum(["run-incomplete", "evidence-lost", "not-measured", "inconclusive", "too-few-trials", "varies-too-much"])
  .describe(
    "`not-measured`: it was in one of the runs only; `too-few-trials`: fewer than two in one of them; `varies-too-much`: the interval lies neither within the margin nor beyond it.",
  );

export type ComparisonObstacle = z.output<typeof obstacleSchema>;

/** Whether a check or a figure is another than in the base. */
const changeSchema = z.discriminatedUnion("finding", [
  z.strictObject({ finding: z.literal("changed"), direction: z.enum(["better", "worse", "neither"]) }),
  z.strictObject({ finding: z.literal("not-changed") }),
  z.strictObject({
    finding: z.literal("cannot-tell"),
    because: obstacleSchema,
    in: z.enum(["run", "base", "both"]).describe("Whose evidence that is."),
  }),
  z.strictObject({ finding: z.literal("not-measured") }).describe("By neither run."),
]);

export type Change = z.output<typeof changeSchema>;

const comparedCheckSchema = z.strictObject({
  id: successMetricIdSchema,
  title: z.string(),
  required: z.boolean().describe("Whether the outcome rests on it: where the verdict of one of the runs does."),
  base: verdictSchema,
  run: verdictSchema,
  change: changeSchema,
});

export type ComparedCheck = z.output<typeof comparedCheckSchema>;

const measuredSchema = z.strictObject({
  trials: z.int().min(0),
  value: z
    .number()
    .nullable()
    .describe(
      "The mean over its trials; of ratios the geometric one, and of times without the smallest and the largest fifth.",
    ),
});

const comparedFigureSchema = z.strictObject({
  figure: z
    .enum(["claim-share", "queue-place", "mean-wait", "first-token", "overhead", "not-completed"])
    .describe(
      "`claim-share`: of the pairs that a claim is about and that count, those that follow it; `queue-place`: where a workload's requests stood on average among all that waited, 0 the first to leave, 1 the last; `mean-wait`: of all, in ms; `first-token`: median time to it, in ms; `overhead`: difference of the quantiles, in ms; `not-completed`: share of the requests of all scenarios.",
    ),
  scenario: z.string().nullable().describe("Null: all scenarios together."),
  subject: z.string().nullable().describe("The check or the workload that it is about; null: the whole scenario."),
  scale: z
    .enum(["absolute", "ratio"])
    .describe("Of difference and margin: run minus base in the figure's own unit, or run over base."),
  base: measuredSchema,
  run: measuredSchema,
  difference: z
    .strictObject({ value: z.number(), low: z.number(), high: z.number() })
    .nullable()
    .describe("With its interval; null where there is none."),
  margin: z
    .number()
    .describe("What is no change: differences up to it in either direction; ratios from one over it to it."),
  trialsNeeded: z
    .int()
    .nullable()
    .describe("Trials of each run from which the interval would fit into the margin; null: unknown, or too many."),
  change: changeSchema,
});

export type ComparedFigure = z.output<typeof comparedFigureSchema>;

/** What tells one side of a comparison. */
const comparedRunSchema = z.strictObject({
  toolVersion: z.string(),
  seed: z.int(),
  router: z.record(z.string(), z.string()).describe("What is known of the router: name, version, ordering, …"),
});

/** Two runs of the same scenarios: what is another in the run than in the base. */
export const runComparisonSchema = z.strictObject({
  schemaVersion: z.literal(RUN_COMPARISON_SCHEMA_VERSION),
  outcome: z
    .enum(["regression", "cannot-tell", "changed", "not-changed"])
    .describe(
      "The first of these that holds for a required check or a figure; `regression`: changed for the worse; `changed`: nothing for the worse.",
    ),
  run: comparedRunSchema,
  base: comparedRunSchema,
  scenarios: z.array(z.string()),
  confidence: z.number().describe("That the intervals of all figures together hold what is true."),
  figureConfidence: z.number().describe("Of each single one."),
  checks: z.array(comparedCheckSchema),
  figures: z.array(comparedFigureSchema),
});

export type RunComparison = z.output<typeof runComparisonSchema>;

/** One thing in which two runs differ that makes them incomparable. */
export interface RunDifference {
  readonly what: string;
  readonly run: string;
  readonly base: string;
}
