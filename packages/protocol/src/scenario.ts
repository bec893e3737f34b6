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
const criticality = z
  .literal([1, 2, 3, 4, 5], { error: `an integer from ${MIN_CRITICALITY} to ${MAX_CRITICALITY}` })
  .describe(`From ${MIN_CRITICALITY}, the lowest, to ${MAX_CRITICALITY}, the highest.`);

const route = routeSchema
  .optional()
  .describe("Default: through the gateway. Where the environment has no such route, the workload is not sent.");

const headers = requestHeadersSchema.optional().meta({
  description: "Sent beside the context, under lower-case names: what else a router may order by, such as a deadline.",
  examples: [{ "x-llm-d-slo-ttft-ms": "500" }],
});

const common = { route, headers };

/** What a workload's requests carry as `X-Workload-Context`, and beside it. */
export const workloadDefinitionSchema = z.discriminatedUnion("header", [
  z
    .strictObject({ header: z.literal("context"), criticality, ...common })
    .describe("A well-formed context. The id is made for each trial."),
  z.strictObject({ header: z.literal("none"), ...common }).describe("No context."),
  z
    .strictObject({
      header: z.literal("raw"),
      values: z
        .array(z.string())
        .min(1)
        .meta({
          description: "The values of the header's lines.",
          examples: [['{"workload_id":"{id}","criticality":9}']],
        }),
      ...common,
    })
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
    .strictObject({
      control: z.literal("substitute"),
      workloads: z
        .record(z.string(), z.string())
        .meta({ description: "Who stands in for whom.", examples: [{ waiter: "briefWaiter" }] }),
    })
    .describe("In the trials' steps one workload takes the place of another: `{ waiter: briefWaiter }`."),
]);

export type Control = z.output<typeof controlSchema>;

/** The workload that plays the part of another in the control arm: mostly itself. */
export function substituteOf(workload: string, control: Control | undefined): string {
  if (control?.control !== "substitute" || !Object.hasOwn(control.workloads, workload)) return workload;
  return control.workloads[workload] as string;
}

const requestSchema = z.strictObject({
  api: z.enum(["completions", "chat-completions"]).default("completions").describe("Which of OpenAI's interfaces."),
  model: z
    .string()
    .min(1)
    .optional()
    .meta({ description: "Default: the model of the environment.", examples: ["meta-llama/Llama-3.1-8B-Instruct"] }),
  maxTokens: z
    .int()
    .min(1)
    .default(32)
    .describe("Long enough by default that no response ends while the held queue drains; overlap reorders requests."),
  stream: z.boolean().default(false).describe("Whether the answer comes token by token."),
  timeoutMs: z.int().min(1).max(600_000).default(60_000).describe("From sending to the end of the answer, in ms."),
});

export type RequestShape = z.output<typeof requestSchema>;

/** How many trials there are. */
export const samplingSchema = z.discriminatedUnion("sampling", [
  z
    .strictObject({
      sampling: z.literal("fixed"),
      trialsPerArm: z
        .int()
        .min(1)
        .max(MOST_TRIALS)
        .meta({ description: "Trials of each arm.", examples: [8] }),
    })
    .describe("As many trials as are named."),
  z
    .strictObject({
      sampling: z.literal("until-decided"),
      budgetMs: z.int().min(100).default(15_000).describe("How long trials may go on, in ms."),
      minTrialsPerArm: z
        .int()
        .min(1)
        .max(MOST_TRIALS)
        .meta({ description: "At least so many trials.", examples: [4] }),
      maxTrialsPerArm: z
        .int()
        .min(1)
        .max(MOST_TRIALS)
        .meta({ description: "At most so many trials.", examples: [40] }),
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
  $schema: z
    .string()
    .optional()
    .meta({ description: "For editors.", examples: ["node_modules/@wa-routing/protocol/schemas/scenario.json"] }),
  name: scenarioNameSchema.meta({ description: "Lower-case words joined by hyphens.", examples: ["two-teams"] }),
  title: sentence.meta({ description: "What it is about, in a line.", examples: ["The critical team goes first"] }),
  claim: sentence.meta({
    description: "What is claimed.",
    examples: ["Of requests that wait together, those of checkout go first."],
  }),
  visibleBecause: sentence.meta({
    description: "Why it can be seen at all.",
    examples: ["All are held in the queue, in the opposite order."],
  }),
  refutedBy: sentence.meta({
    description: "What would refute it.",
    examples: ["A request of batch that leaves while one of checkout waits."],
  }),
  workloads: z
    .record(
      z
        .string()
        .regex(/^[A-Za-z][A-Za-z0-9-]*$/, "letters, digits and hyphens")
        .max(MOST_NAME_LETTERS, `at most ${MOST_NAME_LETTERS} letters`),
      workloadDefinitionSchema,
    )
    .meta({
      description: "Who sends, by the names that the steps use.",
      examples: [{ high: { header: "context", criticality: 5 }, low: { header: "context", criticality: 1 } }],
    }),
  control: controlSchema.optional().meta({
    description: "What the control arm changes; absent: there is none.",
    examples: [{ control: "without-header" }],
  }),
  sampling: samplingSchema.meta({
    description: "How many trials there are.",
    examples: [{ sampling: "fixed", trialsPerArm: 8 }],
  }),
  request: requestSchema.prefault({}).describe("What each request asks for."),
  prepare: z
    .array(stepSchema)
    .default([])
    .describe("Done once, before the trials; a workload stands for its ids of all trials that use it."),
  steps: z
    .array(stepSchema)
    .min(1)
    .meta({
      description: "Done in every trial.",
      examples: [[{ step: "hold" }, { step: "release" }, { step: "drain" }]],
    }),
  expectations: z.array(expectationSchema).default([]).describe("What is judged beside what every scenario shows."),
});

/** A scenario as a person writes it: what has a default may be left out. */
export type WrittenScenario = z.input<typeof scenarioSchema>;

/** A scenario with every default in place. */
export type Scenario = z.output<typeof scenarioSchema>;
