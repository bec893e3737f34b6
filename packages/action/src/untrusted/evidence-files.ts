import { ORIGIN_FILE } from "./run-origin.ts";

const OF_A_RUN = ["run.json", "checklist.json", "metrics.ndjson", "orderings.json", ORIGIN_FILE];
const OF_A_SCENARIO = ["plan.json", "requests.ndjson", "arrivals.ndjson", "steps.ndjson"];
const ROUTER_LOG = /^router(?:-[\w-]+)?\.log(?:[.-][\w.-]+)?$/;

/**
 * Whether a file of an artifact is evidence, or what it was judged to be. What was drawn from it (reports, analyses, tables) is made
 * anew; what nobody reads stays packed.
 */
export function isEvidence(name: string): boolean {
  const file = name.split("/").at(-1) ?? "";
  return OF_A_RUN.includes(file) || OF_A_SCENARIO.includes(file) || ROUTER_LOG.test(file);
}
