import { z } from "zod";
import { passSchema } from "./run-manifest.ts";

/** Why a check did not pass, for programs to match on. The words, and the figures of each, are the judge's. */
export const REASON_CODES = [
  // What no run that is so can tell.
  "run-incomplete",
  "evidence-lost",
  "pass-not-run",
  // Evidence of an order.
  "no-gate",
  "no-queue-held",
  "queue-unproven",
  "several-routers",
  "order-has-holes",
  "order-unseen",
  "log-only-witness",
  "witnesses-disagree",
  "witness-blurred",
  "few-joined",
  // What is claimed of it.
  "few-contested",
  "control-not-held",
  "control-shows-same",
  "fcfs-not-opposed",
  "ablation-not-opposed",
  "ablation-not-refuted",
  "order-unexplained",
  "random-order-fits",
  "wrong-dispatches",
  "share-undecided",
  "claim-violated",
  "explained-by",
  "nothing-explains",
  // The order in the router's log.
  "dispatched-twice",
  "no-dispatch-positions",
  "dispatches-unnamed",
  "log-lines-swapped",
  "dispatches-missing",
  "rule-refuted",
  "rule-refuted-in-control",
  "order-undecided",
  // Requests.
  "requests-not-completed",
  "requests-not-sent",
  "gate-failed",
  "no-request-completed",
  "duplicated-arrivals",
  "requests-timed-out",
  "headers-refused",
  "headers-misread",
  // The router and its log.
  "no-router-log",
  "log-empty",
  "log-not-understood",
  "log-of-another-run",
  "log-of-another-program",
  "log-silent",
  "log-lost",
  "log-quiet",
  "log-incomplete",
  "router-error",
  "router-restarted",
  "requests-failed",
  "requests-unanswered",
  "log-points-missing",
  "log-points-unwritten",
  "log-points-unread",
  "no-score-lines",
  "scores-missing",
  "scores-lack-inputs",
  "scores-rounded",
  "scores-differ",
  "no-registry-lines",
  "clock-set",
  "registry-differs",
  "registry-lines-swapped",
  "registry-rounded",
  "workloads-still-active",
  // The overhead, and what the machine did.
  "overhead-few-blocks",
  "overhead-has-holes",
  "machine-busy",
  "steps-late",
  "overhead-undecided",
  "overhead-too-high",
] as const;

export type ReasonCode = (typeof REASON_CODES)[number];

/** Why a check did not pass in one scenario. */
export const reasonSchema = z.strictObject({
  code: z.enum(REASON_CODES),
  scenario: z.string(),
  pass: passSchema.optional().describe("Of a run in two passes: the one that it is about."),
  figures: z
    .record(z.string(), z.union([z.number(), z.string(), z.null()]))
    .describe("What it rests on: numbers with their units in the names, ids, and texts that others wrote."),
});

export type CheckReason = z.output<typeof reasonSchema>;
