import { isOrderClaim, type Plan, type PlannedTrial, requestsOf, WaRoutingError } from "@wa-routing/protocol";

/**
 * Refuses a plan in which a claim could never be decided: with all that it sends, fewer dispatches can be contested than are needed.
 *
 * @throws WaRoutingError `SCENARIO_INVALID` with the numbers, a line for each claim.
 */
export function checkReachable({ scenario, trials }: Plan): void {
  const treatment = trials.filter(({ arm }) => arm === "treatment");
  const most = treatment.reduce((sum, trial) => sum + contestedAtMost(trial), 0);
  const held = treatment[0] === undefined ? 0 : heldIn(treatment[0]).flat().length;
  const lines = scenario.expectations.filter(isOrderClaim).flatMap(({ check, minimumContested }) => {
    if (most >= minimumContested) return [];
    const sent = `${treatment.length} ${treatment.length === 1 ? "trial" : "trials"} of ${held} held requests`;
    return [
      `${scenario.name}: ${check}: ${sent} give at most ${most} contested dispatches, and ${minimumContested} are needed`,
    ];
  });
  if (lines.length === 0) return;
  throw new WaRoutingError(lines.join("\n"), {
    code: "SCENARIO_INVALID",
    field: "minimumContested",
    value: most,
    expected: "as many contested dispatches as the claim needs",
    remedy: "more trials, more requests in each, or a smaller minimumContested",
  });
}

/** Of those that wait together, the last to leave has nobody to contest it. */
function contestedAtMost(trial: PlannedTrial): number {
  return heldIn(trial).reduce((sum, workloads) => sum + (new Set(workloads).size < 2 ? 0 : workloads.length - 1), 0);
}

/** The workloads of the requests that each hold keeps, in the order of sending. */
function heldIn({ steps }: PlannedTrial): string[][] {
  const holds: string[][] = [];
  let isHeld = false;
  for (const step of steps) {
    if (step.step === "hold") holds.push([]);
    isHeld = step.step === "hold" || (isHeld && step.step !== "release");
    if (isHeld) holds.at(-1)?.push(...requestsOf(step).map(({ workload }) => workload));
  }
  return holds;
}
