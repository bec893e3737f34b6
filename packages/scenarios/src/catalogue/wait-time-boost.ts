// Claimed: a workload that has waited long on average overtakes one of the next higher criticality.
// Seen because: the waiter's first dispatch ever waited 16 s, so its average is 16 s (12 s are worth one level).
// Refuted by: the rival going first; or the same order in the control, whose waiter has not waited.
import { boostedDispatches } from "../boosted-dispatches.ts";
import { defineScenario } from "../define-scenario.ts";

const WAIT_SECONDS = 16;

export const waitTimeBoost = defineScenario({
  name: "wait-time-boost",
  title: "A long average wait is worth a level of criticality",
  claim:
    "A workload whose requests have waited long on average is dispatched before one of the next higher criticality.",
  visibleBecause:
    "The first wait of a workload is its average. The waiter's first request is held for 16 s; 12 s are worth one level. Each dispatch burns a fifth of the boost, so the claim is about the first two. In the control a workload that has not waited takes the waiter's place. Seven trials, since a random order shows the same in one trial of six, under any of three queue disciplines.",
  refutedBy: "A rival that is dispatched before the waiter's first two requests, or the same order in the control.",
  workloads: {
    waiter: { header: "context", criticality: 2 },
    briefWaiter: { header: "context", criticality: 2 },
    rival: { header: "context", criticality: 3 },
  },
  control: { control: "substitute", workloads: { waiter: "briefWaiter" } },
  sampling: { sampling: "fixed", trialsPerArm: 7 },
  prepare: [
    { step: "hold" },
    { step: "send", streams: [{ workload: "waiter", arrivals: { process: "burst", count: 1 } }] },
    { step: "barrier" },
    { step: "pause", ms: 1000 * WAIT_SECONDS },
    { step: "release" },
    { step: "drain" },
    { step: "prime", workloads: ["rival", "briefWaiter"] },
    { step: "pause", ms: 1600 },
  ],
  steps: [
    { step: "hold" },
    {
      step: "send",
      streams: [{ workload: "rival", arrivals: { process: "constant", count: 8, ratePerSecond: 250 } }],
    },
    {
      step: "send",
      streams: [{ workload: "waiter", arrivals: { process: "constant", count: 6, ratePerSecond: 250 } }],
    },
    { step: "barrier" },
    { step: "release" },
    { step: "drain" },
  ],
  expectations: [
    {
      check: "functional.wait-boost",
      precedences: [{ first: "waiter", second: "rival", firstDispatches: boostedDispatches(WAIT_SECONDS) }],
      minimumContested: 12,
    },
  ],
});
