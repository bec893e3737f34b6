import { WaRoutingError } from "@wa-routing/protocol";
import { type FaultName, isFaultName, simulatorFaults } from "@wa-routing/simulator";

/**
 * The faults that `--fault` names.
 *
 * @throws WaRoutingError `FAULT_UNKNOWN`
 */
export function faultNames(names: readonly string[]): FaultName[] {
  const unknown = names.find((name) => !isFaultName(name));
  if (unknown === undefined) return names.filter(isFaultName);
  throw new WaRoutingError(`there is no fault ${JSON.stringify(unknown)}`, {
    code: "FAULT_UNKNOWN",
    field: "--fault",
    value: unknown,
    expected: `some of ${Object.keys(simulatorFaults).join(", ")}`,
  });
}
