import { ORDER_METRIC_IDS, SUCCESS_METRIC_IDS, type SuccessMetricId } from "@wa-routing/protocol";
import { CLAIMED_RULE, RULE_NAMES } from "./policy/ordering-rule.ts";
import type { Situation } from "./reasons/situation.ts";

const LOG_POINTS: readonly SuccessMetricId[] = [
  "observability.log-points",
  "observability.scores-match",
  "observability.dispatch-order",
  "observability.registry-accurate",
];

// What pickers do not claim, by what `--epp` calls them. One that is not named here is held to everything.
const UNCLAIMED: Readonly<Record<string, readonly SuccessMetricId[]>> = {
  "llm-d-router": [...LOG_POINTS, ...ORDER_METRIC_IDS, "functional.default-workload"],
  fork: LOG_POINTS,
};

/**
 * The checks that have to pass where nobody says which, as far as they are measured: those that the picker and its ordering claim. Of a
 * gateway that we did not start nothing is known, and all are required.
 */
export function requiredChecks({ flavour, ordering }: Pick<Situation, "flavour" | "ordering">): SuccessMetricId[] {
  if (flavour === null) return [...SUCCESS_METRIC_IDS];
  // A rule by another name says itself that it knows nothing of workloads. A file of somebody's own says nothing: it is held to all.
  const isOtherRule = ordering !== CLAIMED_RULE && RULE_NAMES.some((rule) => rule === ordering);
  const byOrder = isOtherRule ? ORDER_METRIC_IDS : [];
  const unclaimed = new Set([...byOrder, ...(UNCLAIMED[flavour] ?? [])]);
  return SUCCESS_METRIC_IDS.filter((id) => !unclaimed.has(id));
}
