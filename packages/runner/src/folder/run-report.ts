import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  type Pass,
  type ReportedScenario,
  type RunReport,
  readableChecklistSchema,
  scenarioReportSchema,
} from "@wa-routing/protocol";
import { readJsonFile } from "./json-file.ts";
import { passesIn } from "./pass-folders.ts";
import { readManifest } from "./read-run-folder.ts";
import { RUN_FILES, SCENARIO_FILES } from "./run-files.ts";
import { subFolder } from "./sub-folder.ts";

/**
 * What any report of a run says, from what was found of it: its manifest, its verdicts, and what was made of each scenario to be shown.
 *
 * @throws WaRoutingError as {@link readManifest} and {@link readJsonFile}.
 */
export function readRunReport(path: string): RunReport {
  return {
    manifest: readManifest(path),
    checklist: readJsonFile(join(path, RUN_FILES.checklist), readableChecklistSchema),
    scenarios: foldersOf(path).flatMap(({ pass, folder }) => scenariosIn(folder, pass)),
  };
}

/** The run folders that a run consists of: its own, or that of each pass. */
export function foldersOf(path: string): { readonly pass: Pass | null; readonly folder: string }[] {
  const passes = passesIn(path);
  if (passes === null) return [{ pass: null, folder: path }];
  return (Object.entries(passes) as [Pass, string | null][]).flatMap(([pass, folder]) =>
    folder === null ? [] : [{ pass, folder }],
  );
}

/** What was found of the scenarios in a run folder. */
export function scenariosIn(path: string, pass: Pass | null): ReportedScenario[] {
  return readManifest(path).scenarios.map((scenario) => {
    const folder = subFolder(path, scenario);
    const [checklist, report] = [join(folder, SCENARIO_FILES.checklist), join(folder, SCENARIO_FILES.report)];
    return {
      ...{ scenario, pass },
      checklist: existsSync(checklist) ? readJsonFile(checklist, readableChecklistSchema) : null,
      report: existsSync(report) ? readJsonFile(report, scenarioReportSchema) : null,
    };
  });
}
