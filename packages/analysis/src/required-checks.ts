import { SUCCESS_METRIC_IDS, type SuccessMetricId } from "@wa-routing/protocol";
import type { Situation } from "./reasons/situation.ts";

const ORDER_BY_WORKLOAD: readonly SuccessMetricId[] = [
  "functional.criticality-order",
  "functional.wait-boost",
  "functional.rate-penalty",
  "observability.dispatch-order",
];
const LOG_POINTS: readonly SuccessMetricId[] = [
  "observability.log-points",
  "observability.scores-match",
  "observability.dispatch-order",
  "observability.registry-accurate",
];

// Orderings that say themselves that they know nothing of workloads. One by a file of somebody's own says nothing: it is held to all.
const OTHER_ORDERS: readonly string[] = ["fcfs", "slo-deadline"];

// What pickers do not claim, by what `--epp` calls them. One that is not named here is held to everything.
const UNCLAIMED: Readonly<Record<string, readonly SuccessMetricId[]>> = {
  "llm-d-router": [...LOG_POINTS, ...ORDER_BY_WORKLOAD, "functional.default-workload"],
  fork: LOG_POINTS,
};

/**
 * The checks that have to pass where nobody says which, as far as they are measured: those that the picker and its ordering claim. Of a
 * gateway that we did not start nothing is known, and all are required.
 */
export function requiredChecks({ flavour, ordering }: Pick<Situation, "flavour" | "ordering">): SuccessMetricId[] {
  if (flavour === null) return [...SUCCESS_METRIC_IDS];
  const byOrder = ordering !== null && OTHER_ORDERS.includes(ordering) ? ORDER_BY_WORKLOAD : [];
  const unclaimed = new Set([...byOrder, ...(UNCLAIMED[flavour] ?? [])]);
  return SUCCESS_METRIC_IDS.filter((id) => !unclaimed.has(id));
}
