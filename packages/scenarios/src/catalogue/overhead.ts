// Claimed: the workload context costs less than 5 ms at the 99th percentile.
// Seen because: requests with and without the header are sent in turn, far below saturation.
// Refuted by: an interval of the difference that lies above 5 ms.
import { defineScenario } from "../define-scenario.ts";

// A request to a fast model server takes about 3 ms: each has ended, and what it left to do is done, when the next one is sent.
const SPACING_MS = 8;
const REQUESTS_EACH = 80;

/** First, last, last, first: neither arm is always the one that follows the other. */
const arrivalsMs = (first: boolean) =>
  Array.from({ length: 2 * REQUESTS_EACH }, (_, slot) => slot)
    .filter((slot) => (slot % 4 === 0 || slot % 4 === 3) === first)
    .map((slot) => slot * SPACING_MS);

export const overhead = defineScenario({
  name: "overhead",
  title: "What the workload context costs",
  claim: "A request with a workload context takes less than 5 ms longer at the 99th percentile than one without.",
  visibleBecause:
    "Requests with and without the header are sent in turn through the same gateway, far below saturation, so that whatever else happens on the machine strikes neighbours of both kinds. Sampling goes on until the interval of the difference is decided.",
  refutedBy: "An interval of the difference that lies above 5 ms.",
  workloads: { caller: { header: "context", criticality: 3 }, plain: { header: "none" } },
  sampling: { sampling: "until-decided", budgetMs: 15_000, minTrialsPerArm: 8, maxTrialsPerArm: 64 },
  // Enough requests that everybody on the way is warm.
  prepare: [{ step: "prime", workloads: ["caller", "plain"], requestsEach: 3 }],
  steps: [
    {
      step: "send",
      streams: [
        { workload: "caller", arrivals: { process: "replay", arrivalsMs: arrivalsMs(true) } },
        { workload: "plain", arrivals: { process: "replay", arrivalsMs: arrivalsMs(false) } },
      ],
    },
    { step: "drain" },
  ],
  expectations: [{ check: "performance.overhead", workload: "caller", baseline: "plain" }],
});
