import { z } from "zod";
import { checkSchema } from "./checklist.ts";

export const LOG_FINDINGS_SCHEMA_VERSION = 1;

/** What a router's log shows by itself, without a run. */
export const logFindingsSchema = z.strictObject({
  schemaVersion: z.literal(LOG_FINDINGS_SCHEMA_VERSION),
  verdict: z.enum(["pass", "fail", "inconclusive"]).describe("Whether a log written so will do."),
  lines: z.int(),
  markedLines: z.int().describe("Lines with the marker of the log points."),
  damagedLines: z.int(),
  forms: z
    .array(z.strictObject({ form: z.string(), lines: z.int() }))
    .describe("How its lines are written, most frequent first."),
  continuationLines: z.int().describe("Lines that go on with the one before: stack traces."),
  unknownLines: z.int().describe("Lines in no form that is known."),
  unknown: z.array(z.strictObject({ lines: z.int(), example: z.string() })).describe("Their most frequent shapes."),
  requests: z.int().describe("At least so many requests are told of."),
  workloads: z.int(),
  points: z.array(
    z.strictObject({
      message: z.string(),
      lines: z.int(),
      unnamed: z.int().describe("Of those, the ones that do not name their request."),
    }),
  ),
  otherLines: z
    .array(z.strictObject({ event: z.string(), lines: z.int() }))
    .describe("Lines that are read beside those."),
  damage: z
    .array(z.strictObject({ message: z.string(), lacks: z.array(z.string()), lines: z.int(), firstLine: z.int() }))
    .describe("Lines with the marker that could not be read, by what is wrong with them."),
  checks: z.array(checkSchema),
  order: z
    .enum(["counted", "line-order", "unknown"])
    .describe(
      "How a run would know the order of dispatch: counted in the queue, by the order of the lines, or not at all.",
    ),
  wanted: z
    .array(z.strictObject({ field: z.string(), on: z.string(), buys: z.string() }))
    .describe("Fields that are not there, and what could be judged with them."),
});

export type LogFindings = z.output<typeof logFindingsSchema>;
