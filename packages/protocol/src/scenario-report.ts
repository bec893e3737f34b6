import { z } from "zod";
import { checkTableSchema, verdictSchema } from "./checklist.ts";
import { armSchema } from "./plan.ts";
import { routeSchema } from "./route.ts";
import { scenarioNameSchema } from "./scenario.ts";
import { scenarioWaitsSchema } from "./scenario-waits.ts";
import { successMetricIdSchema } from "./success-metric.ts";
import { trialTimelineSchema } from "./trial-timeline.ts";

export const SCENARIO_REPORT_SCHEMA_VERSION = 1;

/** An ordering rule, and how well it explains an order under the queue discipline that does so best. */
const ruleStandingSchema = z.strictObject({
  rule: z.string(),
  words: z.string().describe("The rule in words."),
  verdict: z.enum(["explains", "refuted", "undecided"]),
  decisivePairs: z.int(),
  agreeing: z.int(),
});

/** Two requests that left the other way round than the claimed rule has it, whatever the timing. */
const inversionSchema = z.strictObject({
  trial: z.int(),
  left: z.string().describe("Left first…"),
  before: z.string().describe("…although the rule puts this one first."),
});

export type Inversion = z.output<typeof inversionSchema>;

/** The order in which requests of the treatment left, beside the order that each rule gives. */
export const rankComparisonSchema = z.strictObject({
  witness: z.enum(["router-log", "arrivals", "completions"]).describe("Who saw the order."),
  rules: z.array(ruleStandingSchema).describe("The claimed one, then fcfs, then the others."),
  requests: z
    .array(
      z.strictObject({
        trial: z.int(),
        id: z.string(),
        workload: z.string(),
        observed: z.number(),
        predicted: z.tuple([z.number(), z.number()]).describe("By the first two rules."),
      }),
    )
    .describe(
      "Ranks among those that were held together, from 1; those that cannot be told apart share the mean of theirs.",
    ),
  requestsLeftOut: z.int().min(0),
  inversions: z.array(inversionSchema),
  inversionsLeftOut: z.int().min(0),
});

export type RankComparison = z.output<typeof rankComparisonSchema>;

/** The waits of one workload in one arm: the median of each trial, and of these the median with its exact interval. */
export const waitSpreadSchema = z.strictObject({
  workload: z.string(),
  arm: armSchema,
  trialMediansMs: z.array(z.number()),
  medianMs: z.number(),
  interval: z
    .strictObject({ lowMs: z.number(), highMs: z.number(), confidence: z.number() })
    .nullable()
    .describe("Null: so few trials have none."),
});

export type WaitSpread = z.output<typeof waitSpreadSchema>;

/** How long requests took by each route, and by how much longer through the router under test. */
export const overheadCurvesSchema = z.strictObject({
  shares: z.array(z.number()).describe("Of the requests, ascending from 0 to 1…"),
  routes: z.array(
    z.strictObject({
      route: routeSchema.nullable().describe("Null: through the router under test."),
      header: z.enum(["context", "none", "raw"]),
      role: z.enum(["treatment", "judged", "shown"]),
      requests: z.int(),
      latenciesMs: z.array(z.number()).describe("…that took no longer, a value for each share."),
    }),
  ),
  difference: z
    .strictObject({ valueMs: z.number(), lowMs: z.number(), highMs: z.number(), confidence: z.number() })
    .nullable()
    .describe("The verdict's own, of the judged route; null: too few blocks."),
  quantile: z.number(),
  limitMs: z.number(),
});

export type OverheadCurves = z.output<typeof overheadCurvesSchema>;

/** What one request that overtook, or was overtaken, went through. */
const requestStorySchema = z.strictObject({
  id: z.string(),
  workload: z.string(),
  lines: z.array(
    z.strictObject({
      atMs: z.number().nullable().describe("On the client's clock; null: that witness's clock could not be aligned."),
      witness: z.enum(["client", "router", "model server"]),
      text: z.string(),
    }),
  ),
});

export type RequestStory = z.output<typeof requestStorySchema>;

/** report.json: what a page shows of one scenario, beside its verdicts. Every list is bounded, and `cut` says what that left out. */
export const scenarioReportSchema = z.strictObject({
  schemaVersion: z.literal(SCENARIO_REPORT_SCHEMA_VERSION),
  scenario: scenarioNameSchema,
  title: z.string(),
  claim: z.string(),
  visibleBecause: z.string(),
  refutedBy: z.string(),
  claims: z.array(successMetricIdSchema).describe("The checks that it is made for."),
  verdict: verdictSchema.describe("Of this scenario alone."),
  durationMs: z.number(),
  trials: z.strictObject({ treatment: z.int(), control: z.int() }),
  timeline: trialTimelineSchema.nullable().describe("One trial; null: there was none."),
  overtakings: z
    .strictObject({ table: checkTableSchema, overtakers: z.array(z.string()) })
    .nullable()
    .describe("Who overtook whom in it; null: nothing was held."),
  ranks: rankComparisonSchema.nullable(),
  waits: z.strictObject({ measure: scenarioWaitsSchema.shape.measure, spreads: z.array(waitSpreadSchema) }).nullable(),
  overhead: overheadCurvesSchema.nullable(),
  tables: z.array(z.strictObject({ title: z.string(), table: checkTableSchema })),
  stories: z.array(requestStorySchema),
  cut: z.array(z.string()).describe("What was left out for want of room, a sentence each."),
});

export type ScenarioReport = z.output<typeof scenarioReportSchema>;
