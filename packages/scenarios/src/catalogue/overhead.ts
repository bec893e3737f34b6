// Claimed: workload-aware ordering costs less than the limit of 5 ms at the 99th percentile.
// Seen because: requests by every route are interleaved, far below saturation.
// Refuted by: an interval of the difference that lies above the limit.
import { OVERHEAD_LIMIT_MS } from "@wa-routing/protocol";
import { defineScenario } from "../define-scenario.ts";

// A request to a fast model server takes about 3 ms: each has ended, and what it left to do is done, when the next one is sent.
const SPACING_MS = 8;
const REQUESTS_EACH = 80;
// Only shown, and measured by all blocks together: fewer do.
const DIRECT_REQUESTS = 20;

export const overhead = defineScenario({
  name: "overhead",
  title: "What workload-aware ordering costs",
  claim: `A request takes less than ${OVERHEAD_LIMIT_MS} ms longer at the 99th percentile than through a router that serves first come, first served; where no second router can be started: than one without a workload context.`,
  visibleBecause:
    "Requests by every route are interleaved, to the same model servers and far below saturation, so that whatever else happens on the machine strikes neighbours of all kinds. Sampling goes on until the interval of the difference is decided.",
  refutedBy: `An interval of the difference that lies above ${OVERHEAD_LIMIT_MS} ms.`,
  workloads: {
    caller: { header: "context", criticality: 3 },
    plain: { header: "none" },
    fcfs: { header: "context", criticality: 3, route: "fcfs" },
    direct: { header: "context", criticality: 3, route: "direct" },
  },
  sampling: { sampling: "until-decided", budgetMs: 35_000, minTrialsPerArm: 8, maxTrialsPerArm: 64 },
  request: { maxTokens: 1 },
  // Enough requests that everybody on the way is warm.
  prepare: [
    { step: "prime", workloads: ["caller", "plain", "fcfs"], requestsEach: 3 },
    { step: "prime", workloads: ["direct"] },
  ],
  steps: [
    {
      step: "alternate",
      spacingMs: SPACING_MS,
      streams: [
        { workload: "caller", requests: REQUESTS_EACH },
        { workload: "plain", requests: REQUESTS_EACH },
        { workload: "fcfs", requests: REQUESTS_EACH },
        { workload: "direct", requests: DIRECT_REQUESTS },
      ],
    },
    { step: "drain" },
  ],
  expectations: [{ check: "performance.overhead", workload: "caller", baselines: ["fcfs", "plain", "direct"] }],
});
