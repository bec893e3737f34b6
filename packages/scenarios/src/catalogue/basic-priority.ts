// Claimed: of requests that wait together, those of higher criticality are dispatched first.
// Seen because: the gate holds all 24 of a trial in the queue, and they are sent in the opposite order.
// Refuted by: a low one that leaves before a high one that was queued with it.
import { defineScenario } from "../define-scenario.ts";

export const basicPriority = defineScenario({
  name: "basic-priority",
  title: "Three criticalities, queued in the wrong order",
  claim: "Of requests that wait together, those with a higher criticality are dispatched first.",
  visibleBecause:
    "All requests of a trial are held in the queue and were sent lowest criticality first, so that any order by arrival is the exact opposite of the claim. The ids are known to the router long before; the lower the criticality, the longer the average wait, so that all but the criticality speaks against the claim.",
  refutedBy: "A request that is dispatched before one of a higher criticality that waited at the same time.",
  workloads: {
    low: { header: "context", criticality: 1 },
    medium: { header: "context", criticality: 3 },
    high: { header: "context", criticality: 5 },
  },
  control: { control: "without-header" },
  sampling: { sampling: "fixed", trialsPerArm: 3 },
  // The lower the criticality, the longer the average wait: without its term the order would be the opposite.
  prepare: [
    { step: "hold" },
    { step: "send", streams: [{ workload: "low", arrivals: { process: "burst", count: 1 } }] },
    { step: "pause", ms: 150 },
    { step: "send", streams: [{ workload: "medium", arrivals: { process: "burst", count: 1 } }] },
    { step: "barrier" },
    { step: "pause", ms: 150 },
    { step: "release" },
    { step: "drain" },
    { step: "prime", workloads: ["high"] },
    { step: "pause", ms: 1600 },
  ],
  // So far apart that they come into the queue as they were sent: closer ones overtake each other on their way through a cluster.
  steps: [
    { step: "hold" },
    {
      step: "send",
      streams: [{ workload: "low", arrivals: { process: "constant", count: 8, ratePerSecond: 100 } }],
    },
    { step: "pause", ms: 10 },
    {
      step: "send",
      streams: [{ workload: "medium", arrivals: { process: "constant", count: 8, ratePerSecond: 100 } }],
    },
    { step: "pause", ms: 10 },
    {
      step: "send",
      streams: [{ workload: "high", arrivals: { process: "constant", count: 8, ratePerSecond: 100 } }],
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
