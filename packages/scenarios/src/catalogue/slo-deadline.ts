// Claimed: of requests that wait together, the one whose deadline comes first is dispatched first.
// Seen because: the gate holds all 24 of a trial, and those with the latest deadlines, or none, are sent first.
// Refuted by: a request that leaves before one with an earlier deadline that was queued with it.
import { SLO_TTFT_HEADER, type WrittenScenario } from "@wa-routing/protocol";
import { defineScenario } from "../define-scenario.ts";

const sixOf = (workload: string): WrittenScenario["steps"][number] => ({
  step: "send",
  streams: [{ workload, arrivals: { process: "constant", count: 6, ratePerSecond: 250 } }],
});

// It claims none of the success metrics of workload-aware routing: it is there to tell the ordering of its name from others.
export const sloDeadline = defineScenario({
  name: "slo-deadline",
  title: "Deadlines, queued in the wrong order (for the ordering slo-deadline)",
  claim: "Of requests that wait together, the one whose deadline for the first token comes first is dispatched first.",
  visibleBecause:
    "All requests of a trial are held in the queue, and those with later deadlines were sent first, before them those without one. The deadlines are tens of seconds apart, the requests a tenth of a second. Nothing carries a workload context, so that an order by criticality is an order by arrival; and requests with the same time to their deadline were sent one after the other, so that the last one in is not the first one out.",
  refutedBy: "A request that is dispatched before one with an earlier deadline that waited at the same time.",
  workloads: {
    open: { header: "none" },
    relaxed: { header: "none", headers: { [SLO_TTFT_HEADER]: "90000" } },
    ordinary: { header: "none", headers: { [SLO_TTFT_HEADER]: "60000" } },
    urgent: { header: "none", headers: { [SLO_TTFT_HEADER]: "30000" } },
  },
  control: { control: "without-header" },
  sampling: { sampling: "fixed", trialsPerArm: 3 },
  steps: [
    { step: "hold" },
    sixOf("open"),
    sixOf("relaxed"),
    sixOf("ordinary"),
    sixOf("urgent"),
    { step: "barrier" },
    { step: "release" },
    { step: "drain" },
  ],
});
