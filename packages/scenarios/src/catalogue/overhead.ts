// Claimed: the workload context costs less than 5 ms at the 99th percentile.
// Seen because: blocks with and without the header alternate through the same gateway, far below saturation.
// Refuted by: an interval of the difference that lies above 5 ms.
import { defineScenario } from "../define-scenario.ts";

export const overhead = defineScenario({
  name: "overhead",
  title: "What the workload context costs",
  claim: "A request with a workload context takes less than 5 ms longer at the 99th percentile than one without.",
  visibleBecause:
    "Blocks with and without the header alternate through the same gateway at a rate far below saturation, so that whatever else happens on the machine strikes both. Sampling goes on until the interval of the difference is decided.",
  refutedBy: "An interval of the difference that lies above 5 ms.",
  workloads: { caller: { header: "context", criticality: 3 } },
  control: { control: "without-header" },
  sampling: { sampling: "until-decided", budgetMs: 15_000, minTrialsPerArm: 6, maxTrialsPerArm: 40 },
  // Enough requests that everybody on the way is warm.
  prepare: [{ step: "prime", workloads: ["caller"], requestsEach: 5 }],
  steps: [
    {
      step: "send",
      streams: [{ workload: "caller", arrivals: { process: "constant", count: 60, ratePerSecond: 200 } }],
    },
    { step: "drain" },
  ],
  expectations: [{ check: "performance.overhead" }],
});
