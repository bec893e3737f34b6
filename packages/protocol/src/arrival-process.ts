import { z } from "zod";

const count = z
  .int()
  .min(1)
  .max(100_000)
  .meta({ description: "How many requests.", examples: [8] });
const ratePerSecond = z
  .number()
  .positive()
  .max(10_000)
  .meta({ description: "Requests per second.", examples: [50] });

/** When the requests of one stream are meant to be sent, relative to the start of the step. */
export const arrivalProcessSchema = z.discriminatedUnion("process", [
  z.strictObject({ process: z.literal("burst"), count }).describe("All at once."),
  z.strictObject({ process: z.literal("constant"), count, ratePerSecond }).describe("Evenly spaced."),
  z.strictObject({ process: z.literal("poisson"), count, ratePerSecond }).describe("Exponential gaps, from the seed."),
  z
    .strictObject({
      process: z.literal("ramp"),
      count,
      fromRatePerSecond: ratePerSecond,
      toRatePerSecond: ratePerSecond,
    })
    .describe("The rate grows or falls linearly in time."),
  z
    .strictObject({
      process: z.literal("replay"),
      arrivalsMs: z
        .array(z.number().min(0))
        .min(1)
        .meta({ description: "When each is meant to be sent, in ms.", examples: [[0, 5, 40]] }),
    })
    .describe("Recorded arrivals, in ms since the start of the step."),
]);

export type ArrivalProcess = z.output<typeof arrivalProcessSchema>;
