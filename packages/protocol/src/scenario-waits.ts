import { z } from "zod";

/** The times of one workload in one arm, over all its trials. */
const armWaitsSchema = z.strictObject({
  workload: z.string().describe("Its name in this arm: a control may put another in its place."),
  requests: z.int().min(0).describe("Sent in the trials, primes apart."),
  timed: z.int().min(0).describe("Of them those that completed and whose time is known."),
  medianMs: z.number().nullable().describe("Null where none was timed."),
  longestMs: z.number().nullable(),
});

export type ArmWaits = z.output<typeof armWaitsSchema>;

/** What the treatment did to the median of a workload. */
const waitComparisonSchema = z.strictObject({
  found: z
    .enum(["longer", "shorter", "unclear", "too-few-trials"])
    .describe("`unclear`: may be chance; `too-few-trials`: so few that anything may be."),
  medianDifferenceMs: z.number().describe("Treatment minus control."),
  pValue: z.number().describe("Chance of so large a difference, if trials had been dealt to the arms at random."),
});

export type WaitComparison = z.output<typeof waitComparisonSchema>;

const interval = { low: z.number(), high: z.number(), confidence: z.number() };

/** One workload of the treatment, beside it what plays its part in the control. */
const workloadWaitsSchema = z.strictObject({
  treatment: armWaitsSchema,
  control: armWaitsSchema.nullable(),
  againstControl: waitComparisonSchema.nullable(),
  longest: z
    .strictObject({ requests: z.int(), share: z.number(), ...interval })
    .nullable()
    .describe(
      "Share of its requests that took longer than every request of all other workloads in the same trial, over trials with two of its own or more; null: there are none.",
    ),
});

export type WorkloadWaits = z.output<typeof workloadWaitsSchema>;

/** Who waited in a scenario: how long the requests of each workload were on their way. */
export const scenarioWaitsSchema = z.strictObject({
  scenario: z.string(),
  measure: z
    .enum(["wait", "response"])
    .describe(
      "Times begin when a held queue began to move, else at sending. `wait`: they end at a model server; `response`: with the last byte, where no arrival is known.",
    ),
  queues: z.int().min(0).describe("How often requests were held together, or meant to be, in both arms."),
  unprovenQueues: z.int().min(0).describe("Of them those of which nothing proves that they existed."),
  workloads: z.array(workloadWaitsSchema).describe("Shortest median first."),
  leastTrials: z
    .int()
    .nullable()
    .describe("Trials of each arm that it takes to tell a difference from chance; null: nothing to compare."),
  jainIndex: z
    .strictObject({ value: z.number(), ...interval })
    .nullable()
    .describe(
      "Of the mean times: 1 where all are the same, 1/workloads where one did all the waiting; null below two.",
    ),
});

export type ScenarioWaits = z.output<typeof scenarioWaitsSchema>;
