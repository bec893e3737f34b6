import { z } from "zod";
import { armSchema } from "./plan.ts";
import { outcomeSchema } from "./request-record.ts";
import { stepRecordSchema } from "./step-record.ts";

const seenMs = z.number().nullable();

/** One request on its way, by every witness. Times are ms on the client's clock since the run began; null: nobody saw it. */
export const timelineRequestSchema = z.strictObject({
  id: z.string(),
  workload: z.string(),
  criticality: z.int(),
  primed: z.boolean(),
  sentMs: z.number(),
  enteredMs: seenMs.describe("Entered the router's queue, by its log."),
  dispatchedMs: seenMs.describe("Left it, by its log."),
  arrivedMs: seenMs.describe("Came to a model server."),
  endMs: z.number(),
  outcome: outcomeSchema,
  modelServer: z.string().nullable(),
  place: z.int().min(1).nullable().describe("In the order in which those that waited together left; null: not known."),
});

export type TimelineRequest = z.output<typeof timelineRequestSchema>;

/** What happened in one trial: its steps, its requests in the order of sending, and what the router's own gauges showed. */
export const trialTimelineSchema = z.strictObject({
  trial: z.int().min(0),
  arm: armSchema,
  steps: z.array(stepRecordSchema.pick({ step: true, startMs: true, endMs: true, ok: true })),
  requests: z.array(timelineRequestSchema),
  requestsLeftOut: z.int().min(0),
  samples: z
    .array(
      z.strictObject({ atMs: z.number(), queueSize: z.number().nullable(), poolSaturation: z.number().nullable() }),
    )
    .describe("Of the metrics that were taken during the trial."),
});

export type TrialTimeline = z.output<typeof trialTimelineSchema>;
