import { defineScenario, findScenario } from "@wa-routing/scenarios";
import { withTrials } from "../scenario-source.ts";

// As many trials as their checks need to decide: fewer than in the catalogue where these suffice.
export const basicPriority = withTrials(findScenario("basic-priority"), 2);
export const mixedStress = findScenario("mixed-stress");
export const requestRateFairness = findScenario("request-rate-fairness");
export const defaultWorkload = findScenario("default-workload");
export const waitTimeBoost = findScenario("wait-time-boost");
export const overhead = findScenario("overhead");
export const equalScores = defineScenario({
  name: "equal-scores",
  title: "Two workloads with exactly equal scores",
  claim: "Of requests with equal scores, the one that was queued earlier is dispatched first.",
  visibleBecause:
    "Both ids are fresh, have never waited, and send so many that their rates stay above the cap of 100 per second: their scores are exactly equal until the first dispatch, which gives its workload an average wait and thereby the lead for good.",
  refutedBy: "The later workload being dispatched first, and so ahead of the earlier one.",
  workloads: {
    earlier: { header: "context", criticality: 3 },
    later: { header: "context", criticality: 3 },
  },
  sampling: { sampling: "fixed", trialsPerArm: 1 },
  steps: [
    { step: "hold" },
    { step: "send", streams: [{ workload: "earlier", arrivals: { process: "burst", count: 150 } }] },
    { step: "send", streams: [{ workload: "later", arrivals: { process: "burst", count: 150 } }] },
    { step: "barrier" },
    { step: "release" },
    { step: "drain" },
  ],
});

export const impatientClients = defineScenario({
  name: "impatient-clients",
  title: "Clients that wait no longer than four seconds",
  claim: "Every request is answered in time, whatever its criticality.",
  visibleBecause: "The queue is released at once; what is not answered four seconds later is not going to be.",
  refutedBy: "A request that its client gives up.",
  workloads: {
    low: { header: "context", criticality: 1 },
    high: { header: "context", criticality: 5 },
  },
  sampling: { sampling: "fixed", trialsPerArm: 1 },
  request: { timeoutMs: 4000 },
  steps: [
    { step: "hold" },
    {
      step: "send",
      streams: [
        { workload: "low", arrivals: { process: "burst", count: 12 } },
        { workload: "high", arrivals: { process: "burst", count: 12 } },
      ],
    },
    { step: "barrier" },
    { step: "release" },
    { step: "drain" },
  ],
});
