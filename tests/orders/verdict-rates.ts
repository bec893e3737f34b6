import { type Analysis, analyze, judge, type QueueDiscipline } from "@wa-routing/analysis";
import { type Check, isOrderClaim, type Scenario, type SuccessMetricId, type Verdict } from "@wa-routing/protocol";
import { catalogue, planScenario } from "@wa-routing/scenarios";
import type { GeneratedOrder } from "./generated-queue.ts";
import { generateRun } from "./generated-run.ts";

/** The scenarios of the catalogue that claim an order. */
export const ORDER_SCENARIOS: readonly Scenario[] = catalogue.filter(({ expectations }) =>
  expectations.some(isOrderClaim),
);

export type VerdictCounts = Record<Verdict, number>;

/**
 * Makes a run up and analyses it.
 *
 * With an even seed the router's log is a witness, with an odd one arrivals are alone.
 */
export function generatedAnalysis(
  scenario: Scenario,
  order: GeneratedOrder,
  seed: number,
  discipline: QueueDiscipline = "lazy-max-min-heap",
): Analysis {
  const plan = planScenario(scenario, { seed });
  return analyze(plan, generateRun(plan, { order, discipline, seed, routerLog: seed % 2 === 0 }));
}

/** The verdicts of the checks that are about an order, on a run that is made up. */
export function orderVerdicts(
  scenario: Scenario,
  order: GeneratedOrder,
  seed: number,
  discipline?: QueueDiscipline,
): Pick<Check, "id" | "verdict" | "summary" | "reasons">[] {
  return orderChecks(scenario, generatedAnalysis(scenario, order, seed, discipline));
}

/** The checks of an analysis that are about an order. */
export function orderChecks(
  scenario: Scenario,
  analysis: Analysis,
): Pick<Check, "id" | "verdict" | "summary" | "reasons">[] {
  const claimed = new Set<SuccessMetricId>([
    ...scenario.expectations.map(({ check }) => check),
    "observability.dispatch-order",
  ]);
  return judge([analysis])
    .checks.filter(({ id, verdict }) => claimed.has(id) && verdict !== "not-measured")
    .map(({ id, verdict, summary, reasons }) => ({ id, verdict, summary, reasons }));
}
