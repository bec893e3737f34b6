// Claimed: of two workloads of equal criticality, the one that sends more per second is dispatched later.
// Seen because: the flood is queued first and is six times as many; all but the rate speaks for it.
// Refuted by: flood requests that leave before steady ones that waited with them.
import { defineScenario } from "../define-scenario.ts";

export const requestRateFairness = defineScenario({
  name: "request-rate-fairness",
  title: "A flood does not push a steady workload aside",
  claim: "Of two workloads of equal criticality, the one with the higher request rate is dispatched later.",
  visibleBecause:
    "Both ids are known and differ in their rate (48 queued requests against 8 in one window). All else speaks for the flood: it is sent first, and it has waited a little longer on average, so that neither an order by arrival nor a score without the rate gives what is claimed.",
  refutedBy: "A flood request that is dispatched before a steady one that waited at the same time.",
  workloads: {
    flood: { header: "context", criticality: 3 },
    steady: { header: "context", criticality: 3 },
  },
  control: { control: "without-header" },
  sampling: { sampling: "fixed", trialsPerArm: 3 },
  // So many are held that 32 would be answered while others are still dispatched.
  request: { maxTokens: 64 },
  // The flood has waited a little longer on average: without the rate term it would go first.
  prepare: [
    { step: "hold" },
    { step: "send", streams: [{ workload: "flood", arrivals: { process: "burst", count: 1 } }] },
    { step: "barrier" },
    { step: "pause", ms: 300 },
    { step: "release" },
    { step: "drain" },
    { step: "prime", workloads: ["steady"] },
    { step: "pause", ms: 1600 },
  ],
  steps: [
    { step: "hold" },
    {
      step: "send",
      streams: [{ workload: "flood", arrivals: { process: "constant", count: 48, ratePerSecond: 400 } }],
    },
    {
      step: "send",
      streams: [{ workload: "steady", arrivals: { process: "constant", count: 8, ratePerSecond: 250 } }],
    },
    { step: "barrier" },
    { step: "release" },
    { step: "drain" },
  ],
  expectations: [{ check: "functional.rate-penalty", precedences: [{ first: "steady", second: "flood" }] }],
});
