import { WaRoutingError } from "@wa-routing/protocol";
import { type FaultName, isFaultName, simulatorFaults } from "./faults.ts";
import type { SimulatorOrdering } from "./ordering-policy.ts";

/** Faults of the order by score: where requests leave in the order of their arrival anyway, they do nothing. */
const OF_SCORE_ORDER: readonly FaultName[] = ["fcfs-ordering", "lifo-when-many", "tie-break-reversed"];

/**
 * The faults that were named, where each of them does something.
 *
 * @param field What the error calls the option: `--fault`.
 * @throws WaRoutingError `FAULT_UNKNOWN`, or `OPTION_INVALID` for one that does nothing under this ordering.
 */
export function readFaults(
  names: readonly string[],
  { field, ordering = "workload-aware" }: { readonly field: string; readonly ordering?: SimulatorOrdering | undefined },
): FaultName[] {
  const unknown = names.find((name) => !isFaultName(name));
  if (unknown !== undefined) {
    throw new WaRoutingError(`there is no fault ${JSON.stringify(unknown)}`, {
      code: "FAULT_UNKNOWN",
      field,
      value: unknown,
      expected: `some of ${Object.keys(simulatorFaults).join(", ")}`,
    });
  }
  const faults = names.filter(isFaultName);
  const idle = ordering === "fcfs" ? faults.find((fault) => OF_SCORE_ORDER.includes(fault)) : undefined;
  if (idle === undefined) return faults;
  throw new WaRoutingError(`the fault ${idle} does nothing under the ordering ${ordering}`, {
    code: "OPTION_INVALID",
    field,
    value: idle,
    expected: `a fault other than ${OF_SCORE_ORDER.join(", ")}: under ${ordering} no score orders the queue`,
  });
}
