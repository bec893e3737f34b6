// Claimed: a workload that has waited long on average overtakes one of the next higher criticality.
// Seen because: the waiter's first dispatch ever waited longer than a level is worth (16 s; 12 s with the fork's constants).
// Refuted by: the rival going first; or the same order in the control, whose waiter has not waited.
import { DEFAULT_ROUTER_PARAMETERS, type RouterParameters, type Scenario } from "@wa-routing/protocol";
import { boostedDispatches, secondsPerLevel } from "../boosted-dispatches.ts";
import { defineScenario } from "../define-scenario.ts";

// A hold, what follows it and the requests' own timeout end before; a rate window of 60 s is not crossed.
const LONGEST_HOLD_SECONDS = 50;
const MARGIN_SECONDS = 1;
const MOST_CLAIMED = 2;

/**
 * How long the waiter is held, so that a router with these parameters takes its first two requests before the rival's; where that
 * cannot be done, its first one; where that cannot be done either, as with the fork's constants, for which the scenario is refused.
 */
function holdSeconds(parameters: RouterParameters): number {
  const levelSeconds = secondsPerLevel(parameters);
  const enough = [levelSeconds / (1 - parameters.emaAlpha), levelSeconds].map(
    (wait) => Math.ceil(wait) + MARGIN_SECONDS,
  );
  const longest = Math.min(LONGEST_HOLD_SECONDS, parameters.maxWaitSeconds);
  return (
    enough.find((seconds) => seconds <= longest) ??
    (parameters === DEFAULT_ROUTER_PARAMETERS ? 0 : holdSeconds(DEFAULT_ROUTER_PARAMETERS))
  );
}

/** The scenario for a router that computes with these parameters. */
export function waitTimeBoost(parameters: RouterParameters): Scenario {
  const waitSeconds = holdSeconds(parameters);
  const levelSeconds = Number(secondsPerLevel(parameters).toPrecision(3));
  const boosted = Math.min(MOST_CLAIMED, Math.max(1, boostedDispatches(waitSeconds, parameters)));
  return defineScenario({
    name: "wait-time-boost",
    title: "A long average wait is worth a level of criticality",
    claim:
      "A workload whose requests have waited long on average is dispatched before one of the next higher criticality.",
    visibleBecause: `The first wait of a workload is its average. The waiter's first request is held for ${waitSeconds} s; ${levelSeconds} s are worth one level. Each dispatch burns ${Number((100 * parameters.emaAlpha).toPrecision(3))} % of the boost, so the claim is about the first ${boosted}. In the control a workload that has not waited takes the waiter's place. Seven trials, since a random order shows the same in one trial of six, under any of three queue disciplines.`,
    refutedBy: `A rival that is dispatched before the waiter's first ${boosted} requests, or the same order in the control.`,
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
      { step: "pause", ms: 1000 * waitSeconds },
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
        precedences: [{ first: "waiter", second: "rival", firstDispatches: boosted }],
        minimumContested: 12,
      },
    ],
  });
}
