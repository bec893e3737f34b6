import {
  DEFAULT_ROUTER_PARAMETERS,
  isPrecedenceClaim,
  type RouterParameters,
  type Scenario,
  type Step,
} from "@wa-routing/protocol";
import { workloadsOf } from "./plan-scenario.ts";
import type { Problem, ScenarioRule } from "./scenario-problem.ts";

// A fresh id carries a full rate penalty for 10 ms and a visible one for about so long.
const PRIMED_MS = 1500;
// The pauses of a run, and so much for all the rest, lie in one window.
const BESIDE_PAUSES_MS = 5000;

/** Who is judged for order is known to the router, and long enough, before it is queued. */
export const orderClaimsArePrimed: ScenarioRule = (scenario) => {
  const all = [...scenario.prepare, ...scenario.steps];
  return scenario.expectations.flatMap((expectation, index) => {
    if (!isPrecedenceClaim(expectation)) return [];
    const names = new Set(expectation.precedences.flatMap(({ first, second }) => [first, second]));
    return [...names].flatMap((name) => {
      if (scenario.workloads[name]?.header !== "context" || isKnownInTime(all, name)) return [];
      return [
        {
          path: ["expectations", index],
          message: `workload ${JSON.stringify(name)} is judged for order but is fresh when it is queued: prime it, and pause at least ${PRIMED_MS} ms before the next hold (a fresh id carries a full rate penalty)`,
        },
      ];
    });
  });
};

function isKnownInTime(steps: readonly Step[], workload: string): boolean {
  const first = steps.findIndex((step) => workloadsOf(step).includes(workload));
  const heldLater = steps.findIndex(({ step }, index) => index > first && step === "hold");
  if (first < 0 || heldLater < 0) return first < 0;
  const pausedMs = steps.slice(first, heldLater).reduce((sum, step) => sum + (step.step === "pause" ? step.ms : 0), 0);
  return pausedMs >= PRIMED_MS;
}

/** No rate window of the router begins anew while a scenario that claims an order runs. */
export function windowIsNotCrossed(
  { prepare, steps, sampling, expectations }: Scenario,
  { rateWindowSeconds }: Pick<RouterParameters, "rateWindowSeconds"> = DEFAULT_ROUTER_PARAMETERS,
): Problem[] {
  if (!expectations.some(isPrecedenceClaim)) return [];
  const pauses = (list: readonly Step[]) => list.reduce((sum, step) => sum + (step.step === "pause" ? step.ms : 0), 0);
  const repeats = sampling.sampling === "fixed" ? sampling.trialsPerArm * 2 : 1;
  const totalMs = pauses(prepare) + repeats * pauses(steps);
  const mostMs = Math.max(0, rateWindowSeconds * 1000 - BESIDE_PAUSES_MS);
  return totalMs <= mostMs
    ? []
    : [
        {
          path: ["steps"],
          message: `the pauses add up to ${totalMs} ms: the router's ${rateWindowSeconds} s rate window would begin anew in the middle, with a full penalty. Keep them under ${mostMs} ms`,
        },
      ];
}
