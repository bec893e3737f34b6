import { z } from "zod";
import { OVERHEAD_CONFIDENCE, OVERHEAD_LIMIT_MS, OVERHEAD_QUANTILE } from "./overhead-limit.ts";

const minimumContested = z
  .int()
  .min(1)
  .default(20)
  .describe("Below this many contested dispatches, over all treatment trials, the check is inconclusive.");

const precedence = z.strictObject({
  first: z
    .string()
    .min(1)
    .meta({ description: "The workload that goes first…", examples: ["high"] }),
  second: z
    .string()
    .min(1)
    .meta({ description: "…although this one was sent before it.", examples: ["low"] }),
  firstDispatches: z
    .int()
    .min(1)
    .optional()
    .meta({ description: "Claim only for the first so many dispatches of `first` in a trial.", examples: [1] }),
});

/** That one workload is dispatched before another while both wait. */
export type Precedence = z.output<typeof precedence>;

const orderClaim = {
  precedences: z
    .array(precedence)
    .min(1)
    .meta({ description: "Which workload goes before which.", examples: [[{ first: "high", second: "low" }]] }),
  minimumContested,
};

/** What a scenario claims, one success metric each. Metrics that every scenario can speak about are judged without being listed. */
export const expectationSchema = z.discriminatedUnion("check", [
  z
    .strictObject({ check: z.literal("functional.criticality-order"), ...orderClaim })
    .describe("Of requests that wait together, those of higher criticality go first."),
  z
    .strictObject({ check: z.literal("functional.wait-boost"), ...orderClaim })
    .describe("A workload that has waited long goes before a more critical one."),
  z
    .strictObject({ check: z.literal("functional.rate-penalty"), ...orderClaim })
    .describe("A workload that sends much goes after one that sends little."),
  z
    .strictObject({
      check: z.literal("functional.default-workload"),
      references: z
        .array(z.string().min(1))
        .min(1)
        .meta({
          description: "Workloads with plain headers that the rows are compared with.",
          examples: [["level1", "level5"]],
        }),
      minimumLevels: z
        .number()
        .min(0.5)
        .default(2)
        .describe("Compare a row only with references at least so many criticality levels away."),
      minimumContested,
    })
    .describe(
      "Every request whose header is missing, malformed or out of range is served, and ordered as the router's rules read it.",
    ),
  z
    .strictObject({
      check: z.literal("performance.overhead"),
      workload: z
        .string()
        .min(1)
        .meta({
          description: "The treatment: the workload whose requests carry what is measured…",
          examples: ["measured"],
        }),
      baselines: z
        .array(z.string().min(1))
        .min(1)
        .meta({
          description:
            "…and those that are interleaved with them, without it. The first whose route the environment has is judged against; the others are shown beside it.",
          examples: [["plain"]],
        }),
      budgetMs: z
        .number()
        .positive()
        .default(OVERHEAD_LIMIT_MS)
        .describe("The limit: how much longer requests may take at the quantile, in ms."),
      quantile: z.number().min(0.5).max(0.999).default(OVERHEAD_QUANTILE).describe("Of the times: 0.99 is p99."),
      confidence: z.number().min(0.8).max(0.999).default(OVERHEAD_CONFIDENCE).describe("Of the interval."),
    })
    .describe("How much longer requests of one workload take than those of another that are interleaved with them."),
]);

export type WrittenExpectation = z.input<typeof expectationSchema>;
export type Expectation = z.output<typeof expectationSchema>;

/** A claim about the order in which requests that wait together are dispatched. */
export type OrderClaim = Extract<Expectation, { readonly minimumContested: number }>;

/** An order claim that says which workload goes before which. */
export type PrecedenceClaim = Extract<Expectation, { readonly precedences: readonly Precedence[] }>;

/** A claim about what the router adds to a request's time. */
export type OverheadClaim = Extract<Expectation, { readonly check: "performance.overhead" }>;

export function isOrderClaim(expectation: Expectation): expectation is OrderClaim {
  return "minimumContested" in expectation;
}

export function isPrecedenceClaim(expectation: Expectation): expectation is PrecedenceClaim {
  return "precedences" in expectation;
}

export function isOverheadClaim(expectation: Expectation): expectation is OverheadClaim {
  return expectation.check === "performance.overhead";
}
