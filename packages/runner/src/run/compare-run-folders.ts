import { compareRuns, runDifferences } from "@wa-routing/analysis";
import { type RunComparison, type RunDifference, WaRoutingError } from "@wa-routing/protocol";
import { judgeRunFolder } from "../folder/judge-run-folder.ts";
import { holdsOrderings } from "./run-orderings.ts";

/**
 * Compares a finished run with an earlier one of the same scenarios, both judged anew from their folders, in which nothing is written.
 *
 * @param run - Folder of the run, in one pass or two.
 * @param base - Folder of the run that it is compared with.
 * @throws WaRoutingError `RUNS_NOT_COMPARABLE`, which names each difference; `RUN_DIR_UNKNOWN`, `FILE_UNREADABLE` or `FILE_INVALID` as
 * `analyzeRunFolder`.
 */
export async function compareRunFolders(run: string, base: string): Promise<RunComparison> {
  for (const [field, path] of Object.entries({ RUN: run, BASE: base })) refuseOrderings(field, path);
  const judgedRun = await judgeRunFolder(run);
  const judgedBase = await judgeRunFolder(base);
  const differences = runDifferences(judgedRun, judgedBase);
  if (differences.length > 0) throw notComparable(differences);
  return compareRuns(judgedRun, judgedBase);
}

function refuseOrderings(field: string, path: string): void {
  if (!holdsOrderings(path)) return;
  throw new WaRoutingError(`${path} holds runs under several orderings`, {
    code: "RUNS_NOT_COMPARABLE",
    field,
    value: path,
    expected: "the folder of one run",
    remedy: "name the folder of one of its orderings, in it",
  });
}

function notComparable(differences: readonly RunDifference[]): WaRoutingError {
  const named = differences.map(({ what, run, base }) => `${what}: ${run}, but ${base} in the base`);
  return new WaRoutingError(`the runs cannot be compared\n${named.map((line) => `  ${line}`).join("\n")}`, {
    code: "RUNS_NOT_COMPARABLE",
    field: "BASE",
    expected: "a run of the same scenarios on the same kind of machine and environment, with the same -v and --score",
    remedy: "run both with the same options on the same machine; router, ordering, seed and --trials may differ",
  });
}
