import { z } from "zod";
import { checklistSchema } from "./checklist.ts";
import { orderingComparisonSchema } from "./ordering-comparison.ts";
import { passSchema, runManifestSchema } from "./run-manifest.ts";
import { scenarioNameSchema } from "./scenario.ts";
import { scenarioReportSchema } from "./scenario-report.ts";

/** A scenario of a run, or of one pass of it. */
const reportedScenarioSchema = z.strictObject({
  scenario: scenarioNameSchema,
  pass: passSchema.nullable().describe("Null: the run has one pass."),
  checklist: checklistSchema.nullable().describe("Of this scenario alone; null: it was not judged."),
  report: scenarioReportSchema.nullable().describe("Null: it was not analysed, or by an earlier version."),
});

export type ReportedScenario = z.output<typeof reportedScenarioSchema>;

/** Everything that any report of a run says: the one source of its page, its test results and its texts. */
export const runReportSchema = z.strictObject({
  manifest: runManifestSchema,
  checklist: checklistSchema,
  scenarios: z.array(reportedScenarioSchema),
});

export type RunReport = z.output<typeof runReportSchema>;

/** The same for several orderings of the same scenarios. */
export const orderingsReportSchema = z.strictObject({
  comparison: orderingComparisonSchema,
  runs: z.array(z.strictObject({ ordering: z.string(), scenarios: z.array(reportedScenarioSchema) })),
});

export type OrderingsReport = z.output<typeof orderingsReportSchema>;
