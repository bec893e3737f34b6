import { z } from "zod";
import { errorCodeSchema } from "./error-code.ts";
import { armSchema } from "./plan.ts";

/** What a step did: the proof that a queue was held, was full, and was released. */
export const stepRecordSchema = z.strictObject({
  trial: z.int().nullable(),
  arm: armSchema.nullable(),
  stepIndex: z.int().min(0),
  step: z.enum(["prime", "pause", "hold", "send", "barrier", "release", "drain"]),
  startMs: z.number().describe("ms on the client's monotonic clock since the run began."),
  endMs: z.number(),
  ok: z.boolean(),
  problem: z.string().nullable().describe("What was awaited and what was seen instead, when not ok."),
  code: errorCodeSchema
    .nullable()
    .optional()
    .describe("What kind of problem it is. Absent: recorded before there were codes."),
  gateRequestsMs: z
    .number()
    .optional()
    .describe("Drain: how long the gate's own requests (blockers) were waited for before; absent: not at all."),
  queuedExpected: z.int().nullable().describe("Barrier: requests that should be queued."),
  queuedSeen: z
    .number()
    .nullable()
    .describe("Barrier: the router's gauge when the barrier ended; null where there is none."),
});

export type StepRecord = z.output<typeof stepRecordSchema>;
