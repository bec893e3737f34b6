import { z } from "zod";
import { processIdentitySchema } from "./process-record.ts";

/** A run that has come to its verdict and keeps its gateway up, in the user's state folder until it goes on. */
export const heldRunSchema = z.strictObject({
  schemaVersion: z.literal(1),
  holder: processIdentitySchema.describe("The process that ends it all when it is asked to."),
  cluster: z.string().describe("Name of the kind cluster that the gateway is in."),
});

export type HeldRun = z.output<typeof heldRunSchema>;
