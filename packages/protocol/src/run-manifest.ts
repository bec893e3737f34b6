import { z } from "zod";
import { gatewayLackSchema } from "./gateway-lack.ts";
import { type Loss, logLosses, lossSchema } from "./loss.ts";
import { routerParametersSchema } from "./router-parameters.ts";
import { scenarioNameSchema } from "./scenario.ts";
import { successMetricIdSchema } from "./success-metric.ts";

export const RUN_SCHEMA_VERSION = 1;

export const gateDriverSchema = z.enum(["model-server", "sim-admin", "blockers", "vllm-pause", "none"]);

export type GateDriver = z.output<typeof gateDriverSchema>;

/** What a gateway under test is, and through which witnesses it can be watched. */
export const gatewayDescriptionSchema = z.strictObject({
  environment: z.enum(["embedded", "existing", "standalone", "kind", "imported"]),
  notStarted: z
    .literal(true)
    .optional()
    .describe("It has not started: this is what was asked for, not what was found."),
  gatewayUrl: z.string().nullable(),
  modelServers: z.array(z.string()),
  model: z.string(),
  gate: gateDriverSchema,
  witnesses: z.strictObject({
    routerLog: z.boolean(),
    arrivals: z.boolean(),
    routerMetrics: z.boolean(),
  }),
  sharedClock: z.boolean().describe("Whether model servers and client read the same monotonic clock (one host)."),
  router: z
    .record(z.string(), z.string())
    .describe("What is known of the router: name, version, ordering, log level, …"),
  pods: z
    .array(
      z.strictObject({
        pod: z.string(),
        uid: z.string(),
        container: z.string(),
        restarts: z.int(),
        image: z.string(),
        imageId: z.string(),
      }),
    )
    .optional()
    .describe("In a cluster that we have filled: the containers that it ran in when the run began."),
  lacks: z
    .array(gatewayLackSchema)
    .optional()
    .describe("Found in a namespace: what the deployment lacks, so that checks cannot be decided with it as it is."),
  parameters: routerParametersSchema
    .optional()
    .describe(
      "What the router computes with, as `--score` or its configuration declares it. Absent: nothing was declared, and it is judged by the workload-aware fork's constants.",
    ),
});

export type GatewayDescription = z.output<typeof gatewayDescriptionSchema>;

/** `quiet`: the router logs at -v 2, and the model servers show the order; `verbose`: at -v 4 or 5, and its log does. */
export const passSchema = z.enum(["quiet", "verbose"]);

export type Pass = z.output<typeof passSchema>;

/** How a run ended. A run that was killed has none of these and `endedAt` null. */
export const exitReasonSchema = z.enum(["completed", "interrupted", "environment-failed", "failed"]);

/** run.json: what was run, where, with what, and how it ended. The only place for wall-clock time. */
export const runManifestSchema = z.strictObject({
  schemaVersion: z.literal(RUN_SCHEMA_VERSION),
  toolVersion: z.string(),
  seed: z.int(),
  runToken: z.string(),
  scenarios: z.array(scenarioNameSchema),
  required: z
    .array(successMetricIdSchema)
    .nullable()
    .describe("Checks that `--require` names; null: what this run can measure."),
  passes: z
    .array(passSchema)
    .optional()
    .describe("A run in two passes: each has a run folder of its own in this one, named so."),
  gateway: gatewayDescriptionSchema,
  host: z.strictObject({
    node: z.string(),
    platform: z.string(),
    cpus: z.int(),
    memoryBytes: z.number(),
    loadAverageAtStart: z.number(),
    loadAverageAtEnd: z.number().nullable(),
  }),
  startedAt: z.iso.datetime(),
  startedAtUnixMs: z.number().describe("Wall clock at the client's zero, to bring router log times near the client's."),
  endedAt: z.iso.datetime().nullable(),
  exitReason: exitReasonSchema.nullable(),
  exitDetail: z
    .string()
    .nullable()
    .describe("What went wrong first; of a run that was completed: the first step that failed. Null: nothing did."),
  losses: z.array(lossSchema).default([]).describe("Parts of the evidence that are known to be lost."),
  logGaps: z.array(z.string()).default([]).describe("Losses in router.log, as older versions wrote them down."),
  artifacts: z
    .array(z.string())
    .default([])
    .describe(
      "Files of the environment that lie beside this one or in the folder of the scenario which alone they concern: Envoy's log, generated configurations.",
    ),
  eventLoopDelayP99Ms: z.number().nullable().describe("Of the sending process."),
});

export type RunManifest = z.output<typeof runManifestSchema>;

/** Every loss that a manifest tells of, in the words of this version or of an older one. */
export function lossesOf({ losses, logGaps }: Pick<RunManifest, "losses" | "logGaps">): Loss[] {
  return [...losses, ...logLosses(logGaps)];
}
