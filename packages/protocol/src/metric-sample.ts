import { z } from "zod";

/** One look at the router's own metrics. A series that does not exist yet, or is no finite number, is `null`, never zero. */
export const metricSampleSchema = z.strictObject({
  atMs: z.number().describe("ms on the client's monotonic clock since the run began."),
  queueSize: z.number().nullable().describe("Requests queued, over all flows."),
  poolSaturation: z.number().nullable().describe("1 and above: saturated."),
  modelServerQueueSizes: z
    .record(z.string(), z.number().nullable())
    .describe("Waiting requests that the router sees, by model server."),
});

export type MetricSample = z.output<typeof metricSampleSchema>;
