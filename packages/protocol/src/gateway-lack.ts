import { z } from "zod";
import { successMetricIdSchema } from "./success-metric.ts";

/** Something that a gateway lacks, so that checks cannot be decided with it as it is. */
export const gatewayLackSchema = z.strictObject({
  what: z.string().describe("What was seen, and why it stands in the way."),
  checks: z.array(successMetricIdSchema).describe("Which checks it leaves undecided."),
  remedy: z.string().describe("What would put it right."),
});

export type GatewayLack = z.output<typeof gatewayLackSchema>;
