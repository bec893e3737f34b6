import { analyzeRunFolder } from "../folder/analyze-run-folder.ts";
import type { GatewaysResult } from "./run-gateways.ts";
import { analyzeOrderings, holdsOrderings } from "./run-orderings.ts";

/**
 * Analyses and judges a finished folder anew, whichever kind it is: of one run, of one in two passes, of several orderings. Needs no
 * gateway.
 *
 * @throws WaRoutingError as `analyzeRunFolder`.
 */
export async function analyzeFolder(path: string): Promise<GatewaysResult> {
  if (holdsOrderings(path)) return { result: "comparison", comparison: await analyzeOrderings(path), runDir: path };
  return { result: "checklist", ...(await analyzeRunFolder(path)), runDir: path };
}
