import { z } from "zod";
import { processIdentitySchema } from "./process-record.ts";

/** A kind cluster that a run or `wa-routing up` has made, in the user's state folder from before it is made until it is deleted. */
export const clusterRecordSchema = z.strictObject({
  schemaVersion: z.literal(1),
  name: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/),
  token: z.string().describe("What its node is labelled with: a cluster without it is somebody else's."),
  hostPorts: z
    .array(z.int())
    .describe("The ports of this host that its node publishes: known before the node can be labelled."),
  kubeconfig: z.string().describe("Path of a kubeconfig of its own."),
  owner: processIdentitySchema.describe("The process that made it and deletes it at its end."),
  keep: z.boolean().describe("Whether it stays when its owner has ended: until `wa-routing down`."),
});

export type ClusterRecord = z.output<typeof clusterRecordSchema>;
