import { z } from "zod";
import { requestHeadersSchema } from "./request-headers.ts";
import { routeSchema } from "./route.ts";
import { scenarioSchema } from "./scenario.ts";

export const PLAN_SCHEMA_VERSION = 1;

export const armSchema = z.enum(["treatment", "control"]);

export type Arm = z.output<typeof armSchema>;

/** A request that is going to be sent. */
export const plannedRequestSchema = z.strictObject({
  id: z.string().describe("Unique in the run; travels with the request, so that every witness can name it."),
  workload: z.string().describe("The scenario's name for the workload."),
  workloadId: z.string().nullable().describe("The id that a router reads from the header; null where it makes one up."),
  criticality: z.int().describe("The criticality that a router reads."),
  contextHeaders: z.array(z.string()).describe("The X-Workload-Context lines as sent; empty for none."),
  headers: requestHeadersSchema.optional().describe("What else it carries, as sent; absent: nothing."),
  arrivalMs: z.number().min(0).describe("When it is meant to be sent, in ms since the start of its step."),
  route: routeSchema.optional().describe("Absent: through the gateway under test."),
});

export type PlannedRequest = z.output<typeof plannedRequestSchema>;

export const plannedStepSchema = z.discriminatedUnion("step", [
  z.strictObject({ step: z.literal("prime"), requests: z.array(plannedRequestSchema) }),
  z.strictObject({ step: z.literal("pause"), ms: z.number() }),
  z.strictObject({ step: z.literal("hold") }),
  z.strictObject({ step: z.literal("send"), requests: z.array(plannedRequestSchema) }),
  z.strictObject({ step: z.literal("barrier"), queued: z.int(), deadlineMs: z.number() }),
  z.strictObject({ step: z.literal("release") }),
  z.strictObject({ step: z.literal("drain"), deadlineMs: z.number() }),
]);

export type PlannedStep = z.output<typeof plannedStepSchema>;

export const plannedTrialSchema = z.strictObject({
  trial: z.int().min(0),
  arm: armSchema,
  sendsAgain: z.int().optional().describe("The trial that a restart broke, and that this one repeats."),
  steps: z.array(plannedStepSchema),
});

export type PlannedTrial = z.output<typeof plannedTrialSchema>;

/** Everything that is going to be sent, and when: a pure function of scenario, seed and run token. */
export const planSchema = z.strictObject({
  schemaVersion: z.literal(PLAN_SCHEMA_VERSION),
  scenario: scenarioSchema,
  seed: z.int(),
  runToken: z
    .string()
    .describe("Part of every id, so that ids never meet those of an earlier run in a router's memory."),
  prepare: z.array(plannedStepSchema),
  trials: z.array(plannedTrialSchema),
});

export type Plan = z.output<typeof planSchema>;

/** The requests that a step sends; none where it waits, holds or releases. */
export function requestsOf(step: PlannedStep): readonly PlannedRequest[] {
  return "requests" in step ? step.requests : [];
}
