import { join } from "node:path";
import { trialTimelines } from "@wa-routing/analysis";
import { renderPerfetto, type TracedScenario } from "@wa-routing/report";
import { readRunFolder } from "./read-run-folder.ts";
import { RUN_FILES } from "./run-files.ts";
import { foldersOf, scenariosIn } from "./run-report.ts";
import { writeTextFile } from "./text-file.ts";

/** Writes all trials of a run folder as a timeline, from what every witness recorded, and gives it. */
export async function writeTrace(path: string): Promise<string> {
  const traced: TracedScenario[] = [];
  for (const { pass, folder } of foldersOf(path)) {
    const known = new Map(scenariosIn(folder, pass).map(({ scenario, report }) => [scenario, report]));
    const { scenarios } = await readRunFolder(folder);
    for (const { name, plan, evidence } of scenarios) {
      const inversions = known.get(name)?.ranks?.inversions ?? [];
      traced.push({ scenario: name, pass, timelines: trialTimelines(plan, evidence), inversions });
    }
  }
  const trace = renderPerfetto(traced);
  writeTextFile(join(path, RUN_FILES.trace), trace);
  return trace;
}
