import { analyzeRunFolder, type JudgedRun } from "./analyze-run-folder.ts";
import { writeReports } from "./write-reports.ts";

/**
 * Analyses a run folder, judges it and writes its reports.
 *
 * @throws WaRoutingError as `analyzeRunFolder`.
 */
export async function analyzeAndReport(runDir: string): Promise<JudgedRun> {
  const judged = await analyzeRunFolder(runDir);
  await writeReports(runDir);
  return judged;
}
