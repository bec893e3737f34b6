import { z } from "zod";
import { expectationSchema } from "./expectation.ts";
import { requestHeadersSchema } from "./request-headers.ts";
import { routeSchema } from "./route.ts";
import { stepSchema } from "./step.ts";
import { MAX_CRITICALITY, MIN_CRITICALITY } from "./workload-context.ts";

// As DNS labels: a name is part of ids and of paths.
const MOST_NAME_LETTERS = 63;

/** Trials per arm, at most. */
export const MOST_TRIALS = 1000;

const sentence = z.string().min(1);
const criticality = z.literal([1, 2, 3, 4, 5], { error: `an integer from ${MIN_CRITICALITY} to ${MAX_CRITICALITY}` });

const route = routeSchema
  .optional()
  .describe("Default: through the gateway. Where the environment has no such route, the workload is not sent.");

const headers = requestHeadersSchema
  .optional()
  .describe("Sent beside the context, under lower-case names: what else a router may order by, such as a deadline.");

const common = { route, headers };

/** What a workload's requests carry as `X-Workload-Context`, and beside it. */
export const workloadDefinitionSchema = z.discriminatedUnion("header", [
  z
    .strictObject({ header: z.literal("context"), criticality, ...common })
    .describe("A well-formed context. The id is made for each trial."),
  z.strictObject({ header: z.literal("none"), ...common }).describe("No context."),
  z
    .strictObject({ header: z.literal("raw"), values: z.array(z.string()).min(1), ...common })
    .describe("These header lines as they stand; `{id}` becomes the trial's id for this workload."),
]);

export type WorkloadDefinition = z.output<typeof workloadDefinitionSchema>;

/** What the control arm changes. Everything else is the same plan. */
export const controlSchema = z.discriminatedUnion("control", [
  z.strictObject({ control: z.literal("without-header") }).describe("No request carries a context, nor other headers."),
  z
    .strictObject({ control: z.literal("equal-criticality"), criticality })
    .describe("Every context has the same criticality."),
  z
    .strictObject({ control: z.literal("substitute"), workloads: z.record(z.string(), z.string()) })
    .describe("In the trials' steps one workload takes the place of another: `{ waiter: briefWaiter }`."),
]);

export type Control = z.output<typeof controlSchema>;

/** The workload that plays the part of another in the control arm: mostly itself. */
export function substituteOf(workload: string, control: Control | undefined): string {
  if (control?.control !== "substitute" || !Object.hasOwn(control.workloads, workload)) return workload;
  return control.workloads[workload] as string;
}

const requestSchema = z.strictObject({
  api: z.enum(["completions", "chat-completions"]).default("completions"),
  model: z.string().min(1).optional().describe("Default: the model of the environment."),
  maxTokens: z
    .int()
    .min(1)
    .default(32)
    .describe("Long enough by default that no response ends while the held queue drains; overlap reorders requests."),
  stream: z.boolean().default(false),
  timeoutMs: z.int().min(1).max(600_000).default(60_000),
});

export type RequestShape = z.output<typeof requestSchema>;

/** How many trials there are. */
export const samplingSchema = z.discriminatedUnion("sampling", [
  z.strictObject({ sampling: z.literal("fixed"), trialsPerArm: z.int().min(1).max(MOST_TRIALS) }),
  z
    .strictObject({
      sampling: z.literal("until-decided"),
      budgetMs: z.int().min(100).default(15_000).describe("How long trials may go on, in ms."),
      minTrialsPerArm: z.int().min(1).max(MOST_TRIALS),
      maxTrialsPerArm: z.int().min(1).max(MOST_TRIALS),
    })
    .describe(
      "Trials go on until the interval of the overhead is decided or the time is up; `minTrialsPerArm` are made whatever it takes.",
    ),
]);

export type Sampling = z.output<typeof samplingSchema>;

/** A scenario's name. It is a folder's name too: nothing in it leads out of the folder of its run. */
export const scenarioNameSchema = z
  .string()
  .max(MOST_NAME_LETTERS)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "lower-case words joined by hyphens");

/** A claim about a router, and the experiment that can show or refute it. */
export const scenarioSchema = z.strictObject({
  $schema: z.string().optional(),
  name: scenarioNameSchema,
  title: sentence,
  claim: sentence.describe("What is claimed."),
  visibleBecause: sentence.describe("Why it can be seen at all."),
  refutedBy: sentence.describe("What would refute it."),
  workloads: z.record(
    z
      .string()
      .regex(/^[A-Za-z][A-Za-z0-9-]*$/, "letters, digits and hyphens")
      .max(MOST_NAME_LETTERS, `at most ${MOST_NAME_LETTERS} letters`),
    workloadDefinitionSchema,
  ),
  control: controlSchema.optional(),
  sampling: samplingSchema,
  request: requestSchema.prefault({}),
  prepare: z
    .array(stepSchema)
    .default([])
    .describe("Done once, before the trials; a workload stands for its ids of all trials that use it."),
  steps: z.array(stepSchema).min(1).describe("Done in every trial."),
  expectations: z.array(expectationSchema).default([]),
});

/** A scenario as a person writes it: what has a default may be left out. */
export type WrittenScenario = z.input<typeof scenarioSchema>;

/** A scenario with every default in place. */
export type Scenario = z.output<typeof scenarioSchema>;
