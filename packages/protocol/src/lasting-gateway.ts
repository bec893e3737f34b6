import { z } from "zod";
import { processIdentitySchema } from "./process-record.ts";
import { routerParametersSchema } from "./router-parameters.ts";

const whose = {
  schemaVersion: z.literal(1),
  environment: z.enum(["embedded", "standalone", "kind"]),
  supervisor: processIdentitySchema.describe("The process that owns all others of it."),
};

/** Where a gateway and all that can be seen of it are reached from this host. */
export const gatewayAddressesSchema = z.strictObject({
  gatewayUrl: z.string(),
  modelServerUrls: z.array(z.string()),
  modelServerAdminUrls: z.array(z.string()),
  routerMetricsUrl: z.string(),
  routerMetricsTokenFile: z.string().optional().describe("Holds the bearer token that the metrics page asks for."),
  routerLog: z.string().describe("The router's own log, as `--router-log` takes it."),
  parameters: routerParametersSchema.optional().describe("What the router was declared to compute with."),
});

export type GatewayAddresses = z.output<typeof gatewayAddressesSchema>;

/** The gateway that `wa-routing up` has started, in the user's state folder until `wa-routing down`. */
export const lastingGatewaySchema = z.discriminatedUnion("phase", [
  z.strictObject({ phase: z.literal("starting"), ...whose }),
  z.strictObject({ phase: z.literal("running"), ...whose, addresses: gatewayAddressesSchema }),
  z.strictObject({ phase: z.literal("broken"), ...whose, failure: z.string() }),
]);

export type LastingGateway = z.output<typeof lastingGatewaySchema>;
