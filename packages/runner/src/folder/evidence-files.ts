import { routerLogFiles } from "./router-log/router-log-names.ts";
import { ORDERING_FILES, RUN_FILES, SCENARIO_FILES } from "./run-files.ts";

const EVIDENCE: readonly string[] = [
  ...[RUN_FILES.manifest, RUN_FILES.checklist, RUN_FILES.metrics, ORDERING_FILES.comparison],
  ...[SCENARIO_FILES.plan, SCENARIO_FILES.requests, SCENARIO_FILES.arrivals, SCENARIO_FILES.steps],
];

/**
 * Whether a file of a run folder, by its name without folders, is evidence, or what it was judged to be: all that a folder needs to be
 * analysed anew. The others (reports, analyses, tables) are drawn from these.
 */
export function isEvidenceFile(name: string): boolean {
  return EVIDENCE.includes(name) || routerLogFiles([name]).length > 0;
}
