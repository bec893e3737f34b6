// Claimed: the order by criticality also holds in a random mix, with requests without a header among them.
// Seen because: in a random order about half of all pairs were sent the wrong way round, and all are held together.
// Refuted by: a lower one that leaves before a higher one that was queued with it, among those with a context.
import { defineScenario } from "../define-scenario.ts";

export const mixedStress = defineScenario({
  name: "mixed-stress",
  title: "A random mix, with requests that carry no header",
  claim:
    "In a random mix, too, requests with a higher criticality are dispatched first; those without a header are served.",
  visibleBecause:
    "Arrivals are random, so that in about half of all pairs the lower one was sent earlier. The higher the criticality, the more requests there are, so that the rate speaks for the lower ones. All of a trial are held in the queue together.",
  refutedBy:
    "Among requests with a context, one that is dispatched before one of a higher criticality that waited at the same time.",
  workloads: {
    low: { header: "context", criticality: 1 },
    medium: { header: "context", criticality: 3 },
    high: { header: "context", criticality: 5 },
    anonymous: { header: "none" },
  },
  control: { control: "without-header" },
  sampling: { sampling: "fixed", trialsPerArm: 2 },
  // So many are held that 32 would be answered while others are still dispatched.
  request: { maxTokens: 64 },
  prepare: [
    { step: "prime", workloads: ["low", "medium", "high"] },
    { step: "pause", ms: 1600 },
  ],
  steps: [
    { step: "hold" },
    {
      step: "send",
      streams: [
        { workload: "low", arrivals: { process: "poisson", count: 12, ratePerSecond: 40 } },
        { workload: "medium", arrivals: { process: "poisson", count: 16, ratePerSecond: 50 } },
        { workload: "high", arrivals: { process: "poisson", count: 20, ratePerSecond: 60 } },
        { workload: "anonymous", arrivals: { process: "poisson", count: 12, ratePerSecond: 40 } },
      ],
    },
    { step: "barrier" },
    { step: "release" },
    { step: "drain" },
  ],
  expectations: [
    {
      check: "functional.criticality-order",
      precedences: [
        { first: "high", second: "medium" },
        { first: "high", second: "low" },
        { first: "medium", second: "low" },
      ],
    },
  ],
});
