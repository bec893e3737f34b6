import { z } from "zod";
import { arrivalProcessSchema } from "./arrival-process.ts";

const workloadName = z
  .string()
  .min(1)
  .meta({ description: "A name from `workloads`.", examples: ["high"] });
const deadlineMs = z.int().min(1).max(600_000).describe("How long to wait before the step counts as failed, in ms.");

/** What a trial does, one step after the other. */
export const stepSchema = z.discriminatedUnion("step", [
  z
    .strictObject({
      step: z.literal("prime"),
      workloads: z
        .array(workloadName)
        .min(1)
        .meta({ description: "Whose ids.", examples: [["high", "low"]] }),
      requestsEach: z.int().min(1).max(1000).default(1).describe("How many requests for each id."),
    })
    .describe("Makes workload ids known to the router: one request at a time, each answered before the next is sent."),
  z
    .strictObject({
      step: z.literal("pause"),
      ms: z
        .int()
        .min(1)
        .max(120_000)
        .meta({ description: "How long, in ms.", examples: [1600] }),
    })
    .describe("Waits."),
  z.strictObject({ step: z.literal("hold") }).describe("Closes the gate: the router queues what comes from now on."),
  z
    .strictObject({
      step: z.literal("send"),
      streams: z
        .array(
          z.strictObject({
            workload: workloadName,
            arrivals: arrivalProcessSchema.meta({
              description: "When its requests are meant to be sent.",
              examples: [{ process: "burst", count: 8 }],
            }),
          }),
        )
        .min(1)
        .meta({
          description: "Who sends, and when; of requests that are due together, in this order.",
          examples: [[{ workload: "high", arrivals: { process: "burst", count: 8 } }]],
        }),
    })
    .describe(
      "Sends on schedule, without waiting for answers. Streams run side by side; the next step starts after the last send.",
    ),
  z
    .strictObject({
      step: z.literal("alternate"),
      streams: z
        .array(
          z.strictObject({
            workload: workloadName,
            requests: z
              .int()
              .min(1)
              .max(10_000)
              .meta({ description: "How many.", examples: [100] }),
          }),
        )
        .min(1)
        .meta({ description: "Who sends, and how much.", examples: [[{ workload: "high", requests: 100 }]] }),
      spacingMs: z
        .number()
        .positive()
        .max(60_000)
        .meta({ description: "From one send to the next, in ms.", examples: [4] }),
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
