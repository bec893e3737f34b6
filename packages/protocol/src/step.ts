import { z } from "zod";
import { arrivalProcessSchema } from "./arrival-process.ts";

const workloadName = z.string().min(1).describe("A name from `workloads`.");
const deadlineMs = z.int().min(1).max(600_000).describe("How long to wait before the step counts as failed, in ms.");

/** What a trial does, one step after the other. */
export const stepSchema = z.discriminatedUnion("step", [
  z
    .strictObject({
      step: z.literal("prime"),
      workloads: z.array(workloadName).min(1),
      requestsEach: z.int().min(1).max(1000).default(1),
    })
    .describe("Makes workload ids known to the router: one request at a time, each answered before the next is sent."),
  z.strictObject({ step: z.literal("pause"), ms: z.int().min(1).max(120_000) }).describe("Waits."),
  z.strictObject({ step: z.literal("hold") }).describe("Closes the gate: the router queues what comes from now on."),
  z
    .strictObject({
      step: z.literal("send"),
      streams: z.array(z.strictObject({ workload: workloadName, arrivals: arrivalProcessSchema })).min(1),
    })
    .describe(
      "Sends on schedule, without waiting for answers. Streams run side by side; the next step starts after the last send.",
    ),
  z
    .strictObject({
      step: z.literal("alternate"),
      streams: z
        .array(z.strictObject({ workload: workloadName, requests: z.int().min(1).max(10_000).describe("How many.") }))
        .min(1),
      spacingMs: z.number().positive().max(60_000).describe("From one send to the next."),
    })
    .describe(
      "Sends one request every `spacingMs`, without waiting for answers. Each workload's requests are spread evenly over the step; who comes first among neighbours is drawn.",
    ),
  z
    .strictObject({ step: z.literal("barrier"), deadlineMs: deadlineMs.default(10_000) })
    .describe("Waits until the router's own gauge shows every request that was sent since the hold."),
  z.strictObject({ step: z.literal("release") }).describe("Opens the gate."),
  z
    .strictObject({ step: z.literal("drain"), deadlineMs: deadlineMs.default(30_000) })
    .describe("Waits until every request has ended."),
]);

export type WrittenStep = z.input<typeof stepSchema>;
export type Step = z.output<typeof stepSchema>;
